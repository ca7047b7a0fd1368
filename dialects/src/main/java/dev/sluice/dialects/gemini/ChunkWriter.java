package dev.sluice.dialects.gemini;

import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.usage.TokenUsage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes chunks from events of other dialects. A function call is told whole, when its candidate
 * ends; why the candidates ended and the usage are told in the last chunk.
 */
final class ChunkWriter {
  private final Map<Integer, State> choices = new TreeMap<>();
  private String id;
  private String model;
  private @Nullable TokenUsage usage;
  private boolean ended;

  ChunkWriter(ReplyContext context) {
    this.id = context.requestId();
    this.model = context.model();
  }

  /** What is not yet told of a choice. */
  private static final class State {
    private final Map<Integer, Call> calls = new LinkedHashMap<>(1);
    private FinishReason finish = FinishReason.UNKNOWN;
    private boolean refused;
  }

  private static final class Call {
    private final @Nullable String id;
    private final @Nullable String name;
    private final StringBuilder arguments = new StringBuilder();

    Call(@Nullable String id, @Nullable String name) {
      this.id = id;
      this.name = name;
    }
  }

  void write(CanonicalEvent event, List<SseEvent> out) {
    String text = event.getText();
    switch (event.getKind()) {
      case START, CHUNK -> envelope(event);
      case TEXT_DELTA -> text(event, text, false, null, out);
      case REFUSAL_DELTA -> {
        state(event).refused |= text != null && !text.isEmpty();
        text(event, text, false, null, out);
      }
      case REASONING_DELTA -> text(event, text, true, null, out);
      case SIGNATURE -> {
        if (text != null && !text.isEmpty()) {
          text(event, "", true, Proofs.write(text), out);
        }
      }
      case PART_START -> {
        if (event.getPartKind() == ContentKind.REDACTED_REASONING && text != null) {
          text(event, "", true, Proofs.write(PartWriter.REDACTED + text), out);
        }
      }
      case TOOL_CALL_START -> {
        var call = new Call(event.getId(), event.getName());
        call.arguments.append(text == null ? "" : text);
        state(event).calls.put(event.getTool(), call);
      }
      case TOOL_ARGS_DELTA -> {
        Call call = state(event).calls.get(event.getTool());
        if (call != null && text != null) {
          call.arguments.append(text);
        }
      }
      case FINISH -> {
        State state = state(event);
        state.finish = event.getFinishReason();
        calls(event.getChoice(), state, out);
      }
      case USAGE -> usage = event.getUsage();
      case ERROR -> out.add(ErrorWriter.event(event.getError()));
      case PART_STOP, CHOICE, DELTA, EXTRAS, STOP, UNKNOWN -> {}
    }
  }

  private void envelope(CanonicalEvent event) {
    if (event.getId() != null && !event.getId().isEmpty()) {
      id = event.getId();
    }
    if (event.getName() != null) {
      model = event.getName();
    }
  }

  private State state(CanonicalEvent event) {
    return choices.computeIfAbsent(event.getChoice(), choice -> new State());
  }

  private void text(
      CanonicalEvent event,
      @Nullable String text,
      boolean thought,
      @Nullable String proof,
      List<SseEvent> out) {
    state(event);
    if (text == null || (text.isEmpty() && proof == null)) {
      return;
    }
    JsonText chunk = open().object().field("text", text);
    if (thought) {
      chunk.field("thought", true);
    }
    chunk.fieldIfSet("thoughtSignature", proof).endObject();
    close(chunk, event.getChoice(), out);
  }

  private void calls(int choice, State state, List<SseEvent> out) {
    if (state.calls.isEmpty()) {
      return;
    }
    JsonText chunk = open();
    for (Call call : state.calls.values()) {
      chunk.object().object("functionCall").fieldIfSet("id", call.id);
      chunk.fieldIfSet("name", call.name);
      chunk.rawField("args", PartWriter.arguments(call.arguments.toString()));
      chunk.endObject().endObject();
    }
    state.calls.clear();
    close(chunk, choice, out);
  }

  /** A chunk for one candidate, open within its parts. */
  private static JsonText open() {
    return new JsonText(240).object().array("candidates").object().object("content").array("parts");
  }

  private void close(JsonText chunk, int choice, List<SseEvent> out) {
    chunk.endArray().field("role", "model").endObject().field("index", choice);
    out.add(tail(chunk.endObject().endArray()));
  }

  private SseEvent tail(JsonText chunk) {
    chunk.field("modelVersion", model).field("responseId", id);
    return SseEvent.of(chunk.endObject().bytes());
  }

  void end(Map<String, String> usageFields, boolean failed, List<SseEvent> out) {
    if (ended || failed) {
      return;
    }
    ended = true;
    choices.forEach((choice, state) -> calls(choice, state, out));
    if (choices.isEmpty()) {
      choices.put(0, new State());
    }
    JsonText chunk = new JsonText(320).object().array("candidates");
    choices.forEach((choice, state) -> {
      chunk.object().object("content").array("parts");
      chunk.object().field("text", "").endObject().endArray();
      chunk.field("role", "model").endObject();
      boolean plain = state.finish == FinishReason.STOP || state.finish == FinishReason.UNKNOWN;
      FinishReason reason = plain && state.refused ? FinishReason.REFUSAL : state.finish;
      chunk.field("finishReason", FinishReasons.word(reason)).field("index", choice).endObject();
    });
    chunk.endArray();
    if (usage != null) {
      GeminiUsage.write(chunk, usage, usageFields);
    } else if (!usageFields.isEmpty()) {
      chunk.object("usageMetadata").rawFields(usageFields).endObject();
    }
    out.add(tail(chunk));
  }
}
