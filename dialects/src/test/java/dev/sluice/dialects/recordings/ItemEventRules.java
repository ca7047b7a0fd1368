package dev.sluice.dialects.recordings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.dialects.JsonAssert;
import dev.sluice.dialects.sse.SseEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A stream of a response: numbers without a gap, items that begin before their deltas and end after
 * them as what the deltas said, and at the end the response with these items.
 */
final class ItemEventRules {
  private final Told told;
  private final boolean own;
  private final Breaches breaches = new Breaches();
  private final Map<Integer, JsonNode> open = new TreeMap<>();
  private final Map<Integer, JsonNode> done = new TreeMap<>();
  private final Map<Integer, Map<String, StringBuilder>> deltas = new TreeMap<>();
  private final List<String> types = new ArrayList<>();
  private JsonNode last = MissingNode.getInstance();
  private JsonNode error = MissingNode.getInstance();

  ItemEventRules(Told told) {
    this.told = told;
    this.own = told.isOf(ResponsesRules.NAME);
  }

  List<String> check(List<SseEvent> events) {
    for (SseEvent event : events) {
      JsonNode data = JsonAssert.parse(event.data());
      String type = data.path("type").asText();
      breaches.expect("event name", type, event.name());
      breaches.expect("number", types.size(), data.path("sequence_number").asInt(-1));
      breaches.expect("nothing after the end", true, last.isMissingNode());
      types.add(type);
      event(type, data);
    }
    if (told.error() == null || types.size() > 2) {
      breaches.expect("created first", "response.created", types.isEmpty() ? "" : types.getFirst());
    }
    if (told.error() == null) {
      complete();
    } else {
      failed();
    }
    return breaches.found();
  }

  private void event(String type, JsonNode data) {
    int index = data.path("output_index").asInt(-1);
    switch (type) {
      case "response.output_item.added" -> added(index, data.path("item"));
      case "response.output_item.done" -> done(index, data.path("item"));
      case "response.completed", "response.incomplete", "response.failed" -> {
        last = data.path("response");
        breaches.expect("status", type, "response." + last.path("status").asText());
      }
      case "error" -> error = data;
      default -> {
        if (type.endsWith(".delta")) {
          delta(index, type, data);
        }
      }
    }
  }

  private void added(int index, JsonNode item) {
    breaches.expect("number of the item", open.size() + done.size(), index);
    if (!own) {
      boolean calls =
          open.values().stream().allMatch(one -> one.path("type").asText().equals("function_call"));
      breaches.expect("only calls beside each other", true, calls);
    }
    open.put(index, item);
  }

  private void delta(int index, String type, JsonNode data) {
    JsonNode item = open.getOrDefault(index, MissingNode.getInstance());
    breaches.expect("item of a delta", data.path("item_id").asText(), item.path("id").asText());
    deltas
        .computeIfAbsent(index, any -> new TreeMap<>())
        .computeIfAbsent(type, any -> new StringBuilder())
        .append(data.path("delta").asText());
  }

  private void done(int index, JsonNode item) {
    JsonNode begun = open.remove(index);
    breaches.expect(
        "item that ends", begun == null ? "" : begun.path("id").asText(), item.path("id").asText());
    done.put(index, item);
    Map<String, StringBuilder> said = deltas.getOrDefault(index, Map.of());
    compare(said, "response.output_text.delta", item.at("/content/0/text"), item);
    compare(said, "response.refusal.delta", item.at("/content/0/refusal"), item);
    compare(said, "response.function_call_arguments.delta", item.path("arguments"), item);
    var summary = new StringBuilder();
    item.path("summary").forEach(part -> summary.append(part.path("text").asText()));
    StringBuilder thought = said.get("response.reasoning_summary_text.delta");
    if (thought != null) {
      breaches.expect("summary of its deltas", thought.toString(), summary.toString());
    }
  }

  private void compare(
      Map<String, StringBuilder> said, String type, JsonNode whole, JsonNode item) {
    StringBuilder text = said.get(type);
    if (text != null && item.path("content").size() < 2) {
      breaches.expect("item of its deltas", text.toString(), whole.asText());
    }
  }

  private void complete() {
    breaches.expect("no error", false, error.isObject());
    breaches.expect("all items ended", List.of(), List.copyOf(open.keySet()));
    breaches.expect("an end", true, last.isObject());
    breaches.expect("items of the response", done.size(), last.path("output").size());
    int at = 0;
    for (JsonNode item : done.values()) {
      breaches.same("item of the response", plain(item), plain(last.path("output").path(at++)));
    }
    ResponsesRules.response(told, last, breaches);
  }

  /** OpenAI encrypts it anew each time. */
  private JsonNode plain(JsonNode item) {
    if (!own || !item.isObject()) {
      return item;
    }
    ObjectNode plain = item.deepCopy();
    plain.remove("encrypted_content");
    return plain;
  }

  private void failed() {
    breaches.expect("the end", List.of("error", "response.failed"), ending());
    var text = new StringBuilder();
    deltas
        .values()
        .forEach(said -> {
          StringBuilder some = said.get("response.output_text.delta");
          text.append(some == null ? "" : some);
        });
    if (!told.choices().isEmpty()) {
      breaches.expect("text", told.choices().getFirst().text(), text.toString());
    }
    if (told.error() != null) {
      OpenAiErrors.object(told.error(), error.path("error"), breaches);
      breaches.expect(
          "message of the failed response",
          told.error().getMessage(),
          last.at("/error/message").asText());
    }
  }

  private List<String> ending() {
    return types.subList(Math.max(0, types.size() - 2), types.size());
  }
}
