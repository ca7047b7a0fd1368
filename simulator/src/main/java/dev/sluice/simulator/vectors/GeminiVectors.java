package dev.sluice.simulator.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.bill.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/** Gemini's {@code embedContent} and {@code batchEmbedContents}. */
public final class GeminiVectors implements VectorApi {
  private static final int MOST_INPUTS = 100;

  private final boolean batch;

  /** One of the two methods. */
  public GeminiVectors(boolean batch) {
    this.batch = batch;
  }

  @Override
  public String api() {
    return batch ? "gemini-batchEmbedContents" : "gemini-embedContent";
  }

  @Override
  public VectorCall read(String path, JsonNode body, Tokenizer tokenizer) {
    List<String> texts = new ArrayList<>();
    int tokens = 0;
    int dimensions = 0;
    for (JsonNode each : batch ? body.path("requests") : List.of(body)) {
      JsonNode text = each.at("/content/parts/0/text");
      if (!text.isTextual()) {
        throw new IllegalArgumentException("EmbedContentRequest.content contains an empty Part.");
      }
      texts.add(text.asText());
      tokens += tokenizer.count(text.asText());
      dimensions = each.path("outputDimensionality").asInt(0);
    }
    if (texts.isEmpty() || texts.size() > MOST_INPUTS) {
      throw new IllegalArgumentException(
          "BatchEmbedContentsRequest.requests: 1 to "
              + MOST_INPUTS
              + " requests can be in a batch");
    }
    String model = path.substring(path.lastIndexOf('/') + 1, path.lastIndexOf(':'));
    return new VectorCall(model, texts, "", tokens, dimensions, false);
  }

  @Override
  public String answer(VectorCall call, String serial) {
    StringBuilder json = new StringBuilder(1024);
    json.append(batch ? "{\"embeddings\":[" : "{\"embedding\":");
    for (int i = 0; i < call.texts().size(); i++) {
      json.append(i == 0 ? "{\"values\":" : ",{\"values\":");
      MadeVectors.append(MadeVectors.of(call.texts().get(i), call.wanted()), json);
      json.append('}');
    }
    json.append(batch ? "]," : ",");
    json.append("\"usageMetadata\":{\"promptTokenCount\":").append(call.tokens());
    return json.append("}}").toString();
  }
}
