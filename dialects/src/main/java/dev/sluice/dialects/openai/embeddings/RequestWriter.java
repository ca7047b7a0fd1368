package dev.sluice.dialects.openai.embeddings;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.openai.Quirks;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.EmbeddingRequest;
import dev.sluice.schemas.chat.VectorForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes one request. */
final class RequestWriter {
  private static final String TRUNCATE = "truncate";
  private static final String TRUNCATION = "truncation";

  private final CanonicalRequest request;
  private final ProviderCall call;
  private final EmbeddingRequest embedding;
  private final Quirks quirks;
  private final List<String> dropped = new ArrayList<>(0);
  private final JsonText out = new JsonText(1024);

  RequestWriter(CanonicalRequest request, ProviderCall call) {
    this.request = request;
    this.call = call;
    this.embedding =
        request.getEmbedding() == null ? Canonical.embeddingRequest() : request.getEmbedding();
    this.quirks = Quirks.of(call.provider());
  }

  WrittenRequest write() {
    out.object().field("model", call.model());
    input();
    form();
    out.fieldIfSet(quirks.vectors().dimensions(), embedding.getDimensions());
    user();
    purpose();
    others();
    return new WrittenRequest(out.endObject().bytes(), dropped);
  }

  private void input() {
    boolean alone = embedding.getForm() == ContentForm.STRING;
    if (!embedding.getTokens().isEmpty()) {
      tokens(alone);
    } else if (alone && embedding.getTexts().size() == 1) {
      out.field("input", embedding.getTexts().getFirst());
    } else {
      out.strings("input", embedding.getTexts());
    }
  }

  private void tokens(boolean alone) {
    out.array("input");
    for (List<Integer> tokens : embedding.getTokens()) {
      if (!alone) {
        out.array();
      }
      tokens.forEach(token -> out.raw(token.toString()));
      if (!alone) {
        out.endArray();
      }
    }
    out.endArray();
  }

  private void form() {
    VectorForm form = embedding.getVectors();
    if (form == VectorForm.BASE64) {
      out.field("encoding_format", "base64");
    } else if (form == VectorForm.DECIMALS && !quirks.vectors().base64Only()) {
      out.field("encoding_format", "float");
    }
  }

  private void user() {
    String user = request.getEndUser();
    if (user != null && quirks.wording().knows("user")) {
      out.field("user", user);
    } else if (user != null) {
      dropped.add("user");
    }
  }

  private void purpose() {
    String type = embedding.getInputType();
    if (type != null && quirks.vectors().inputType()) {
      out.field("input_type", quirks.vectors().base64Only() ? voyageWord(type) : type);
    } else if (type != null) {
      dropped.add("input_type");
    }
  }

  /** Voyage's words, by its reference of the API; any other word is for it to refuse. */
  private static String voyageWord(String type) {
    return switch (type) {
      case "search_query" -> "query";
      case "search_document" -> "document";
      default -> type;
    };
  }

  private void others() {
    for (Map.Entry<String, String> extra : request.getExtras().entrySet()) {
      String name = extra.getKey();
      boolean truncates = name.equals(TRUNCATE) || name.equals(TRUNCATION);
      if (truncates && !quirks.vectors().inputType()) {
        dropped.add(name);
      } else if (truncates && quirks.vectors().base64Only()) {
        out.field(TRUNCATION, !"NONE".equals(embedding.getTruncate()));
      } else {
        out.rawField(name, extra.getValue());
      }
    }
  }
}
