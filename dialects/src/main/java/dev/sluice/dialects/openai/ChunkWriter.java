package dev.sluice.dialects.openai;

import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.canonical.Signatures;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.usage.TokenUsage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes chunks from events of other dialects. The usage is told once, at the end, and only to a
 * caller that asked. Signed reasoning is told as text while it comes and as a whole block when its
 * proof is there.
 */
final class ChunkWriter {
  private final ReplyContext context;
  private final Map<Integer, StringBuilder> reasoning = new HashMap<>();
  private final Set<Integer> started = new HashSet<>();
  private final Set<Integer> finished = new HashSet<>();
  private final Set<Integer> calling = new HashSet<>();
  private String id;
  private String model;
  private long created;
  private @Nullable TokenUsage usage;
  private int current;

  ChunkWriter(ReplyContext context) {
    this.context = context;
    this.id = context.requestId();
    this.model = context.model();
    this.created = context.createdSeconds();
  }

  void write(CanonicalEvent event, String dialect, List<SseEvent> out) {
    int choice = event.getChoice();
    String text = event.getText();
    switch (event.getKind()) {
      case START, CHUNK -> {
        envelope(event);
        if (event.getId() == null || !event.getId().isEmpty()) {
          start(choice, out);
        }
      }
      case TEXT_DELTA -> textDelta(choice, "content", text, out);
      case REFUSAL_DELTA -> textDelta(choice, "refusal", text, out);
      case REASONING_DELTA -> {
        if (text != null) {
          reasoning.computeIfAbsent(event.getPart(), part -> new StringBuilder()).append(text);
        }
        textDelta(choice, "reasoning_content", text, out);
      }
      case SIGNATURE -> signature(event, out);
      case PART_START -> {
        if (event.getPartKind() == ContentKind.REDACTED_REASONING && text != null) {
          block(choice, "redacted_thinking", Map.of("data", text), out);
        }
      }
      case PART_STOP -> {
        if (event.getPartKind() == ContentKind.PROVIDER && text != null) {
          JsonText delta = open(choice, out).array(ProviderBlocks.FIELD);
          ProviderBlocks.write(delta, dialect, text);
          close(delta.endArray(), null, out);
        }
      }
      case TOOL_CALL_START -> toolStart(event, out);
      case TOOL_ARGS_DELTA -> toolArguments(event, out);
      case FINISH -> finish(choice, event.getFinishReason(), out);
      case USAGE -> usage = event.getUsage();
      case ERROR -> out.add(SseEvent.of(ErrorWriter.event(event)));
      case CHOICE, DELTA, EXTRAS, STOP, UNKNOWN -> {}
    }
  }

  private void envelope(CanonicalEvent event) {
    if (event.getId() != null && !event.getId().isEmpty()) {
      id = event.getId();
    }
    if (event.getName() != null) {
      model = event.getName();
    }
    if (event.getCreated() != null) {
      created = event.getCreated();
    }
  }

  private void start(int choice, List<SseEvent> out) {
    if (started.add(choice)) {
      JsonText chunk = head().object("delta").field("role", "assistant").field("content", "");
      tail(chunk.endObject(), choice, null, out);
    }
  }

  private void textDelta(int choice, String field, @Nullable String text, List<SseEvent> out) {
    if (text != null && !text.isEmpty()) {
      close(open(choice, out).field(field, text), null, out);
    }
  }

  private void signature(CanonicalEvent event, List<SseEvent> out) {
    String signature = event.getText();
    if (signature == null) {
      return;
    }
    if (event.getPartKind() == ContentKind.TEXT) {
      JsonText delta = open(event.getChoice(), out);
      ExtraContent.write(delta, signature);
      close(delta, null, out);
      return;
    }
    StringBuilder text = reasoning.remove(event.getPart());
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("thinking", text == null ? "" : text.toString());
    fields.put("signature", signature);
    block(event.getChoice(), "thinking", fields, out);
  }

  private void block(int choice, String type, Map<String, String> fields, List<SseEvent> out) {
    JsonText delta = open(choice, out).array(ReasoningBlocks.FIELD).object().field("type", type);
    fields.forEach(delta::field);
    close(delta.endObject().endArray(), null, out);
  }

  private void toolStart(CanonicalEvent event, List<SseEvent> out) {
    calling.add(event.getChoice());
    String id = event.getId();
    JsonText delta = open(event.getChoice(), out).array("tool_calls").object();
    delta.field("index", event.getTool());
    delta.field("id", id == null || id.isEmpty() ? context.callId(event.getTool()) : id);
    delta.field("type", "function").object("function").fieldIfSet("name", event.getName());
    delta.field("arguments", event.getText() == null ? "" : event.getText()).endObject();
    ExtraContent.write(delta, Signatures.of(event));
    close(delta.endObject().endArray(), null, out);
  }

  private void toolArguments(CanonicalEvent event, List<SseEvent> out) {
    String text = event.getText();
    if (text == null || text.isEmpty()) {
      return;
    }
    JsonText delta = open(event.getChoice(), out).array("tool_calls").object();
    delta.field("index", event.getTool()).object("function").field("arguments", text);
    close(delta.endObject().endObject().endArray(), null, out);
  }

  private void finish(int choice, FinishReason reason, List<SseEvent> out) {
    if (finished.add(choice)) {
      boolean calls =
          calling.contains(choice)
              && (reason == FinishReason.STOP || reason == FinishReason.UNKNOWN);
      String word = FinishReasons.word(calls ? FinishReason.TOOL_CALLS : reason);
      close(open(choice, out), word, out);
    }
  }

  /** What the end of the stream still owes: an end of each choice, and the usage. */
  void end(Map<String, String> usageFields, boolean failed, List<SseEvent> out) {
    if (!failed) {
      for (int choice : started.stream().sorted().toList()) {
        finish(choice, FinishReason.UNKNOWN, out);
      }
    }
    TokenUsage told = usage;
    if (context.includeUsage() && told != null && OpenAiUsage.known(told)) {
      JsonText chunk = envelope().array("choices").endArray();
      OpenAiUsage.write(chunk, told, usageFields);
      out.add(SseEvent.of(chunk.endObject().bytes()));
    }
  }

  /** A chunk for the choice, open within its delta. */
  private JsonText open(int choice, List<SseEvent> out) {
    start(choice, out);
    current = choice;
    return head().object("delta");
  }

  private void close(JsonText delta, @Nullable String finish, List<SseEvent> out) {
    tail(delta.endObject(), current, finish, out);
  }

  private JsonText envelope() {
    var chunk = new JsonText(320).object();
    chunk.field("id", id).field("object", "chat.completion.chunk");
    return chunk.field("created", created).field("model", model);
  }

  private JsonText head() {
    return envelope().array("choices").object();
  }

  private void tail(JsonText chunk, int choice, @Nullable String finish, List<SseEvent> out) {
    chunk.field("index", choice).nullField("logprobs");
    if (finish == null) {
      chunk.nullField("finish_reason");
    } else {
      chunk.field("finish_reason", finish);
    }
    chunk.endObject().endArray();
    if (context.includeUsage()) {
      chunk.nullField("usage");
    }
    out.add(SseEvent.of(chunk.endObject().bytes()));
  }
}
