package dev.sluice.dialects.recordings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.dialects.ChunkFold;
import dev.sluice.dialects.JsonAssert;
import dev.sluice.dialects.recordings.Told.Said;
import dev.sluice.dialects.sse.SseEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A stream of chat completions: what its chunks say together, and in which order they come. */
final class ChunkRules {
  private final Told told;
  private final boolean own;
  private final Breaches breaches = new Breaches();
  private final Map<Integer, ChunkFold> folds = new TreeMap<>();
  private final Map<Integer, Integer> calls = new TreeMap<>();
  private final Set<Integer> finished = new HashSet<>();
  private final Set<String> ids = new HashSet<>();
  private JsonNode usage = MissingNode.getInstance();
  private JsonNode error = MissingNode.getInstance();
  private int usages;

  ChunkRules(Told told) {
    this.told = told;
    this.own = told.isOf("openai");
  }

  List<String> check(List<SseEvent> events) {
    List<SseEvent> chunks = new ArrayList<>(events);
    if (told.error() == null) {
      SseEvent last = chunks.isEmpty() ? SseEvent.of("") : chunks.removeLast();
      breaches.expect("end mark", "[DONE]", last.text());
    }
    for (SseEvent event : chunks) {
      breaches.expect("event name", null, event.name());
      breaches.expect("nothing after an error", true, error.isMissingNode());
      if (event.is("[DONE]")) {
        breaches.expect("one end mark", "none before the end", event.text());
      } else {
        chunk(JsonAssert.parse(event.data()));
      }
    }
    content();
    end();
    return breaches.found();
  }

  private void chunk(JsonNode chunk) {
    if (chunk.path("error").isObject()) {
      error = chunk.path("error");
      return;
    }
    if (!own) {
      breaches.expect("object", "chat.completion.chunk", chunk.path("object").asText());
      ids.add(chunk.path("id").asText() + ' ' + chunk.path("model").asText());
    }
    if (chunk.path("usage").isObject()) {
      usage = chunk.path("usage");
      usages++;
      if (!own) {
        breaches.expect("choices beside the usage", 0, chunk.path("choices").size());
      }
    } else if (!own) {
      breaches.expect("nothing after the usage", 0, usages);
    }
    chunk.path("choices").forEach(choice -> choice(choice, chunk));
  }

  private void choice(JsonNode choice, JsonNode chunk) {
    int index = choice.path("index").asInt(-1);
    boolean first = !folds.containsKey(index);
    if (!own) {
      breaches.expect("role first", first, choice.at("/delta/role").isTextual());
      breaches.expect("nothing after the finish", false, finished.contains(index));
    }
    if (choice.path("finish_reason").isTextual() && !finished.add(index) && !own) {
      breaches.expect("one finish", "one", "two");
    }
    for (JsonNode piece : choice.at("/delta/tool_calls")) {
      piece(index, piece);
    }
    folds.computeIfAbsent(index, ChunkFold::new).add(chunk);
  }

  /** The first piece of a call has its id and its name, and the calls are numbered from 0. */
  private void piece(int choice, JsonNode piece) {
    int begun = calls.getOrDefault(choice, 0);
    int call = piece.path("index").asInt(-1);
    if (call >= begun) {
      breaches.expect("number of the call", begun, call);
      breaches.filled("id of the call", piece.path("id"));
      breaches.filled("name of the call", piece.at("/function/name"));
      calls.put(choice, begun + 1);
    } else if (!own) {
      breaches.expect("id in the first piece only", false, piece.has("id"));
    }
  }

  private void content() {
    if (told.error() == null) {
      breaches.expect(
          "choices",
          told.choices().stream().map(Said::index).toList(),
          List.copyOf(folds.keySet()));
    }
    for (Said said : told.choices()) {
      ChunkFold fold = folds.getOrDefault(said.index(), new ChunkFold(said.index()));
      OpenAiRules.message(said, fold.message(), own, "", breaches);
      if (told.error() == null) {
        OpenAiRules.finish(said, JsonAssert.parse('"' + fold.finish() + '"'), breaches);
      } else if (!own) {
        breaches.expect("no finish beside an error", false, finished.contains(said.index()));
      }
    }
  }

  private void end() {
    if (told.error() != null) {
      OpenAiErrors.object(told.error(), error, breaches);
      return;
    }
    breaches.expect("no error", true, error.isMissingNode());
    OpenAiRules.usage(told.usage(), usage, breaches);
    if (!own) {
      breaches.expect("one envelope", true, ids.size() <= 1);
      breaches.expect("usage once", true, usages <= 1);
    }
  }
}
