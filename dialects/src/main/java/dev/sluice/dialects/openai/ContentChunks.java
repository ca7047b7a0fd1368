package dev.sluice.dialects.openai;

import dev.sluice.dialects.json.JsonCursor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The content of an answer that came as a list of chunks. OpenAI's callers know a string only, so
 * the texts become one, thinking goes where reasoning is, and references come beside them.
 */
final class ContentChunks {
  /** Where references are kept in the message or the delta. */
  static final String REFERENCES = "references";

  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();
  private final StringBuilder references = new StringBuilder();
  private boolean textGiven;
  private boolean thinkingGiven;

  private ContentChunks() {}

  /** The chunks of a list, given as JSON text; null where there is one of another kind. */
  static @Nullable ContentChunks of(String raw) throws IOException {
    var chunks = new ContentChunks();
    try (JsonCursor in = JsonCursor.ofValue(raw)) {
      while (in.nextElement()) {
        if (!in.isObject() || !chunks.read(in)) {
          return null;
        }
      }
    }
    return chunks;
  }

  /** All texts in one; null where there was none. */
  @Nullable String text() {
    return textGiven ? text.toString() : null;
  }

  /** All thinking in one; null where there was none. */
  @Nullable String thinking() {
    return thinkingGiven ? thinking.toString() : null;
  }

  /** The references as a JSON list; null where there was none. */
  @Nullable String references() {
    return references.isEmpty() ? null : "[" + references + "]";
  }

  private boolean read(JsonCursor in) throws IOException {
    int from = in.offset();
    String type = null;
    String said = null;
    StringBuilder thought = null;
    boolean more = false;
    while (in.nextField()) {
      switch (in.field()) {
        case "type" -> type = in.stringOrSkip();
        case "text" -> said = in.stringOrSkip();
        case "thinking" -> thought = thought(in);
        case "closed" -> in.skip();
        default -> {
          more = true;
          in.skip();
        }
      }
    }
    switch (type == null ? "" : type) {
      case "text" -> {
        if (said == null || more) {
          return false;
        }
        textGiven = true;
        text.append(said);
      }
      case "thinking" -> {
        if (thought == null) {
          return false;
        }
        thinkingGiven = true;
        thinking.append(thought);
      }
      case "reference" ->
          references.append(references.isEmpty() ? "" : ",").append(in.rawFrom(from));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Thinking is a text, or a list of chunks of which the texts are read. */
  private static @Nullable StringBuilder thought(JsonCursor in) throws IOException {
    if (in.isString()) {
      return new StringBuilder(in.string());
    }
    if (!in.isArray()) {
      in.skip();
      return null;
    }
    var thought = new StringBuilder();
    while (in.nextElement()) {
      if (in.isObject()) {
        String text = text(in);
        thought.append(text == null ? "" : text);
      } else {
        in.skip();
      }
    }
    return thought;
  }

  private static @Nullable String text(JsonCursor in) throws IOException {
    String text = null;
    while (in.nextField()) {
      if (in.field().equals("text")) {
        text = in.stringOrSkip();
      } else {
        in.skip();
      }
    }
    return text;
  }
}
