package dev.sluice.simulator.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.bill.Tokenizer;
import dev.sluice.simulator.dialect.JsonText;
import java.util.ArrayList;
import java.util.List;

/** OpenAI's embeddings. */
public final class OpenAiVectors implements VectorApi {
  private static final int MOST_INPUTS = 2048;

  @Override
  public String api() {
    return "openai-embeddings";
  }

  @Override
  public VectorCall read(String path, JsonNode body, Tokenizer tokenizer) {
    JsonNode input = body.path("input");
    List<String> texts = new ArrayList<>();
    int tokens = 0;
    boolean alone = input.isTextual() || input.path(0).isIntegralNumber();
    for (JsonNode each : alone ? List.of(input) : input) {
      if (each.isTextual() && !each.asText().isEmpty()) {
        texts.add(each.asText());
        tokens += tokenizer.count(each.asText());
      } else if (each.path(0).isIntegralNumber()) {
        texts.add(each.toString());
        tokens += each.size();
      } else {
        throw new IllegalArgumentException("'$.input' is invalid.");
      }
    }
    if (texts.isEmpty() || texts.size() > MOST_INPUTS) {
      throw new IllegalArgumentException("'$.input' must have 1 to " + MOST_INPUTS + " elements.");
    }
    int dimensions = body.path("dimensions").asInt(body.path("output_dimension").asInt(0));
    if (dimensions < 0) {
      throw new IllegalArgumentException(
          dimensions + " is less than the minimum of 1 - 'dimensions'");
    }
    boolean base64 = body.path("encoding_format").asText().equals("base64");
    return new VectorCall(body.path("model").asText(), texts, "", tokens, dimensions, base64);
  }

  @Override
  public String answer(VectorCall call, String serial) {
    StringBuilder json = new StringBuilder(1024).append("{\"object\":\"list\",\"data\":[");
    for (int i = 0; i < call.texts().size(); i++) {
      float[] vector = MadeVectors.of(call.texts().get(i), call.wanted());
      json.append(i == 0 ? "" : ",").append("{\"object\":\"embedding\",\"index\":").append(i);
      json.append(",\"embedding\":");
      if (call.base64()) {
        json.append('"').append(MadeVectors.base64(vector)).append('"');
      } else {
        MadeVectors.append(vector, json);
      }
      json.append('}');
    }
    json.append("],\"model\":");
    JsonText.quote(call.model(), json);
    json.append(",\"usage\":{\"prompt_tokens\":").append(call.tokens());
    return json.append(",\"total_tokens\":").append(call.tokens()).append("}}").toString();
  }
}
