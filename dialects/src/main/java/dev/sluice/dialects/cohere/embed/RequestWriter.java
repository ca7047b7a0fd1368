package dev.sluice.dialects.cohere.embed;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.EmbeddingRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes one request. Cohere must be told what the vectors are for; to be found is the rule. */
final class RequestWriter {
  private static final String DOCUMENT = "search_document";
  private static final String QUERY = "search_query";
  private static final Set<String> TRUNCATE = Set.of("truncate", "truncation");

  private RequestWriter() {}

  static WrittenRequest write(CanonicalRequest request, ProviderCall call) {
    EmbeddingRequest embedding =
        request.getEmbedding() == null ? Canonical.embeddingRequest() : request.getEmbedding();
    List<String> dropped = new ArrayList<>(0);
    var out = new JsonText(1024).object();
    out.field("model", call.model());
    out.field("input_type", type(embedding.getInputType()));
    out.strings("embedding_types", List.of("float"));
    out.strings("texts", embedding.getTexts());
    out.fieldIfSet("output_dimension", embedding.getDimensions());
    out.fieldIfSet("truncate", embedding.getTruncate());
    if (request.getEndUser() != null) {
      dropped.add("user");
    }
    request.getExtras().keySet().stream()
        .filter(name -> !TRUNCATE.contains(name))
        .forEach(dropped::add);
    return new WrittenRequest(out.endObject().bytes(), dropped);
  }

  /** Cohere's word; other vendors have shorter ones. */
  private static String type(@Nullable String type) {
    return switch (type == null ? "document" : type) {
      case "document", "passage" -> DOCUMENT;
      case "query" -> QUERY;
      default -> type == null ? DOCUMENT : type;
    };
  }
}
