package dev.sluice.simulator.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.bill.Tokenizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Reranking as Cohere has it, billed by the search unit, so no tokens are owed; a document is the
 * better the more of its words the query has.
 */
public final class Reranking implements VectorApi {
  private static final int UNIT_DOCUMENTS = 100;

  @Override
  public String api() {
    return "cohere-v2-rerank";
  }

  @Override
  public VectorCall read(String path, JsonNode body, Tokenizer tokenizer) {
    List<String> documents = new ArrayList<>();
    for (JsonNode document : body.path("documents")) {
      if (!document.isTextual()) {
        throw new IllegalArgumentException("invalid type: documents must be strings.");
      }
      documents.add(document.asText());
    }
    if (documents.isEmpty() || !body.path("query").isTextual()) {
      throw new IllegalArgumentException("invalid request: query and documents are required.");
    }
    return new VectorCall(
        body.path("model").asText(),
        documents,
        body.path("query").asText(),
        0,
        body.path("top_n").asInt(0),
        false);
  }

  @Override
  public String answer(VectorCall call, String serial) {
    int size = call.texts().size();
    List<Double> scores = call.texts().stream().map(text -> score(call.query(), text)).toList();
    List<Integer> order =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparing(scores::get, Comparator.reverseOrder()))
            .limit(call.wanted() == 0 ? size : call.wanted())
            .toList();
    StringBuilder json = new StringBuilder(256);
    json.append("{\"id\":\"").append(serial).append("\",\"results\":[");
    String separator = "";
    for (int index : order) {
      json.append(separator).append("{\"index\":").append(index);
      json.append(",\"relevance_score\":").append(scores.get(index)).append('}');
      separator = ",";
    }
    json.append("],\"meta\":{\"api_version\":{\"version\":\"2\"},\"billed_units\":");
    json.append("{\"search_units\":").append(Math.ceilDiv(size, UNIT_DOCUMENTS));
    return json.append("}}}").toString();
  }

  private static double score(String query, String document) {
    Set<String> wanted = words(query);
    Set<String> shared = words(document);
    shared.retainAll(wanted);
    return (shared.size() + 0.01) / (wanted.size() + 0.02);
  }

  private static Set<String> words(String text) {
    return new HashSet<>(List.of(text.toLowerCase(Locale.ROOT).split("\\W+")));
  }
}
