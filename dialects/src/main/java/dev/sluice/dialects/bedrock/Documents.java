package dev.sluice.dialects.bedrock;

import dev.sluice.schemas.chat.ContentPart;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Documents of one request. A name has letters, digits, single blanks, hyphens and brackets, and is
 * there once (API reference, DocumentBlock).
 */
final class Documents {
  private static final int LONGEST_NAME = 200;

  private final Set<String> names = new HashSet<>(0);

  /** A document as the API takes it. */
  record Document(String name, String format, String base64) {}

  /** Empty where it is not given inline, or of a type that the API does not take. */
  Optional<Document> of(ContentPart part) {
    String text = part.getText();
    String data = part.getDataBase64();
    if (text != null) {
      data = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
    String format = text == null ? format(part) : "txt";
    return data == null || format == null
        ? Optional.empty()
        : Optional.of(new Document(free(name(part.getFileName())), format, data));
  }

  private static @Nullable String format(ContentPart part) {
    String type = part.getMediaType();
    String bare = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return switch (bare) {
      case "", "application/pdf" -> "pdf";
      case "text/plain" -> "txt";
      case "text/csv" -> "csv";
      case "text/html" -> "html";
      case "text/markdown", "text/x-markdown" -> "md";
      case "application/msword" -> "doc";
      case "application/vnd.openxmlformats-officedocument.wordprocessingml.document" -> "docx";
      case "application/vnd.ms-excel" -> "xls";
      case "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" -> "xlsx";
      default -> null;
    };
  }

  private static String name(@Nullable String given) {
    String name = given == null ? "" : given;
    int dot = name.lastIndexOf('.');
    String plain =
        (dot > 0 ? name.substring(0, dot) : name)
            .replaceAll("[^a-zA-Z0-9\\s()\\[\\]-]", "-")
            .replaceAll("\\s+", " ")
            .strip();
    if (plain.isEmpty()) {
      return "Document";
    }
    return plain.substring(0, Math.min(plain.length(), LONGEST_NAME)).strip();
  }

  private String free(String name) {
    String free = name.equals("Document") ? "Document 1" : name;
    for (int i = 2; !names.add(free); i++) {
      free = name + " " + i;
    }
    return free;
  }
}
