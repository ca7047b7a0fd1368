package dev.sluice.dialects.responses;

import static dev.sluice.dialects.JsonAssert.parse;
import static dev.sluice.dialects.JsonAssert.without;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.dialects.sse.SseEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts a stream together as an SDK does, and checks on the way what the API promises: numbers
 * without a gap, deltas of items that were begun, whole contents that are their deltas.
 */
final class OutputFold {
  private final TreeMap<Integer, JsonNode> items = new TreeMap<>();
  private final TreeMap<Integer, String> begun = new TreeMap<>();
  private final TreeMap<String, StringBuilder> deltas = new TreeMap<>();
  private final List<String> types = new ArrayList<>();
  private @Nullable JsonNode last;

  OutputFold(List<SseEvent> events) {
    for (SseEvent event : events) {
      JsonNode data = parse(event.data());
      assertThat(event.name()).isEqualTo(data.path("type").asText());
      assertThat(data.path("sequence_number").asInt(-1)).isEqualTo(types.size());
      types.add(data.path("type").asText());
      add(data);
    }
  }

  private void add(JsonNode data) {
    int index = data.path("output_index").asInt(-1);
    String type = data.path("type").asText();
    String key = type.replaceAll("\\.(delta|done)$", "") + index + data.path("content_index");
    switch (type) {
      case "response.output_item.added" -> begun.put(index, data.at("/item/id").asText());
      case "response.output_item.done" -> {
        assertThat(data.at("/item/id").asText()).isEqualTo(begun.get(index));
        items.put(index, data.path("item"));
      }
      case "response.completed", "response.incomplete", "response.failed" ->
          last = data.path("response");
      default -> {
        if (type.endsWith(".delta")) {
          assertThat(data.path("item_id").asText()).isEqualTo(begun.get(index));
          assertThat(items).doesNotContainKey(index);
          deltas
              .computeIfAbsent(key, ignored -> new StringBuilder())
              .append(data.path("delta").asText());
        } else if (type.endsWith("_text.done") || type.endsWith("arguments.done")) {
          String whole = data.path(data.has("text") ? "text" : "arguments").asText();
          if (deltas.containsKey(key)) {
            assertThat(whole).isEqualTo(deltas.get(key).toString());
          }
        }
      }
    }
  }

  List<String> types() {
    return types;
  }

  JsonNode response() {
    JsonNode response = last;
    if (response == null) {
      throw new AssertionError("the stream has no end");
    }
    assertThat(response.path("output")).hasSameSizeAs(items.values());
    int index = 0;
    for (JsonNode item : items.values()) {
      JsonNode told = response.path("output").path(index++);
      // OpenAI encrypts it anew each time
      assertThat(without(told, "encrypted_content")).isEqualTo(without(item, "encrypted_content"));
    }
    return response;
  }

  /** What was said. */
  static String text(JsonNode response) {
    var text = new StringBuilder();
    for (JsonNode item : response.path("output")) {
      item.path("content")
          .forEach(part -> {
            if (part.path("type").asText().equals("output_text")) {
              text.append(part.path("text").asText());
            }
          });
    }
    return text.toString();
  }

  /** The items of a type. */
  static List<JsonNode> items(JsonNode response, String type) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode item : response.path("output")) {
      if (item.path("type").asText().equals(type)) {
        found.add(item);
      }
    }
    return found;
  }
}
