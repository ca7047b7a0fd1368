package dev.sluice.dialects.gemini.embeddings;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.EmbeddingRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes one request: a content, or a list of requests of one content each. */
final class RequestWriter {
  private static final String MODELS = "models/";

  private final CanonicalRequest request;
  private final ProviderCall call;
  private final EmbeddingRequest embedding;
  private final JsonText out = new JsonText(1024);

  RequestWriter(CanonicalRequest request, ProviderCall call) {
    this.request = request;
    this.call = call;
    this.embedding =
        request.getEmbedding() == null ? Canonical.embeddingRequest() : request.getEmbedding();
  }

  WrittenRequest write() {
    List<String> dropped = new ArrayList<>(0);
    List<String> texts = embedding.getTexts();
    if (texts.size() == 1) {
      content(texts.getFirst());
    } else {
      out.object().array("requests");
      texts.forEach(this::content);
      out.endArray();
      out.endObject();
    }
    if (request.getEndUser() != null) {
      dropped.add("user");
    }
    dropped.addAll(request.getExtras().keySet());
    return new WrittenRequest(out.bytes(), dropped);
  }

  private void content(String text) {
    String model = call.model();
    out.object().field("model", model.startsWith(MODELS) ? model : MODELS + model);
    out.object("content").array("parts").object().field("text", text).endObject().endArray();
    out.endObject();
    out.fieldIfSet("taskType", task(embedding.getInputType()));
    out.fieldIfSet("outputDimensionality", embedding.getDimensions());
    out.endObject();
  }

  /** Google's word for what vectors are for; any other word may be one of its own. */
  private static @Nullable String task(@Nullable String type) {
    if (type == null) {
      return null;
    }
    return switch (type) {
      case "search_query", "query" -> "RETRIEVAL_QUERY";
      case "search_document", "document", "passage" -> "RETRIEVAL_DOCUMENT";
      default -> type.toUpperCase(Locale.ROOT);
    };
  }
}
