package dev.sluice.simulator.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.bill.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/** Cohere's {@code /v2/embed}. */
public final class CohereVectors implements VectorApi {
  private static final int MOST_INPUTS = 96;

  @Override
  public String api() {
    return "cohere-v2-embed";
  }

  @Override
  public VectorCall read(String path, JsonNode body, Tokenizer tokenizer) {
    if (!body.path("input_type").isTextual()) {
      throw new IllegalArgumentException("input_type is required for this model.");
    }
    List<String> texts = new ArrayList<>();
    int tokens = 0;
    for (JsonNode text : body.path("texts")) {
      texts.add(text.asText());
      tokens += tokenizer.count(text.asText());
    }
    if (texts.isEmpty() || texts.size() > MOST_INPUTS) {
      throw new IllegalArgumentException("texts must have 1 to " + MOST_INPUTS + " elements.");
    }
    int dimensions = body.path("output_dimension").asInt(0);
    return new VectorCall(body.path("model").asText(), texts, "", tokens, dimensions, false);
  }

  @Override
  public String answer(VectorCall call, String serial) {
    StringBuilder json = new StringBuilder(1024);
    json.append("{\"id\":\"").append(serial).append("\",\"embeddings\":{\"float\":[");
    for (int i = 0; i < call.texts().size(); i++) {
      json.append(i == 0 ? "" : ",");
      MadeVectors.append(MadeVectors.of(call.texts().get(i), call.wanted()), json);
    }
    json.append("]},\"meta\":{\"api_version\":{\"version\":\"2\"},\"billed_units\":");
    json.append("{\"input_tokens\":").append(call.tokens()).append("}},");
    return json.append("\"response_type\":\"embeddings_by_type\"}").toString();
  }
}
