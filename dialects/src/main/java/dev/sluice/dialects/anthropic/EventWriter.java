package dev.sluice.dialects.anthropic;

import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.canonical.Signatures;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.usage.TokenUsage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of a message from events of other dialects, for the first choice. Content comes
 * in blocks one after the other; a block begins where the kind of content changes. The pieces of
 * several calls may alternate elsewhere: then one call waits for the other.
 */
final class EventWriter {
  private final ReplyContext context;
  private String id;
  private String model;
  private boolean started;
  private boolean stopped;
  private int block = -1;
  private ContentKind open = ContentKind.UNKNOWN;
  private int openTool = -1;
  private final WaitingCalls waiting = new WaitingCalls();
  private boolean refused;
  private boolean called;
  private FinishReason finish = FinishReason.UNKNOWN;
  private @Nullable TokenUsage usage;

  EventWriter(ReplyContext context) {
    this.context = context;
    this.id = context.requestId();
    this.model = context.model();
  }

  void write(CanonicalEvent event, List<SseEvent> out) {
    if (event.getChoice() != 0) {
      return;
    }
    String text = event.getText();
    switch (event.getKind()) {
      case START, CHUNK -> envelope(event, out);
      case TEXT_DELTA -> text(ContentKind.TEXT, "text_delta", "text", text, out);
      case REFUSAL_DELTA -> {
        refused |= text != null && !text.isEmpty();
        text(ContentKind.TEXT, "text_delta", "text", text, out);
      }
      case REASONING_DELTA -> text(ContentKind.REASONING, "thinking_delta", "thinking", text, out);
      case SIGNATURE -> signature(text, event.getPartKind() == ContentKind.TEXT, out);
      case TOOL_CALL_START -> tool(event, out);
      case TOOL_ARGS_DELTA -> arguments(event.getTool(), text, out);
      case FINISH -> finish = event.getFinishReason();
      case USAGE -> usage = event.getUsage();
      case ERROR -> out.add(ErrorWriter.event(event));
      case PART_START -> {
        if (event.getPartKind() == ContentKind.REDACTED_REASONING && text != null) {
          redacted(text, out);
        }
      }
      case PART_STOP, CHOICE, DELTA, EXTRAS, STOP, UNKNOWN -> {}
    }
  }

  private void envelope(CanonicalEvent event, List<SseEvent> out) {
    if (event.getId() != null && !event.getId().isEmpty()) {
      id = event.getId();
      model = event.getName() == null ? model : event.getName();
      start(out);
    }
  }

  private void start(List<SseEvent> out) {
    if (started) {
      return;
    }
    started = true;
    JsonText message = head("message_start").object("message").field("id", id);
    message.field("type", "message").field("role", "assistant").field("model", model);
    message.array("content").endArray().nullField("stop_reason").nullField("stop_sequence");
    message.object("usage").field("input_tokens", 0).field("output_tokens", 0).endObject();
    out.add(named("message_start", message.endObject()));
  }

  private static JsonText head(String type) {
    return new JsonText(160).object().field("type", type);
  }

  private static SseEvent named(String name, JsonText data) {
    return new SseEvent(name, data.endObject().bytes());
  }

  private void text(
      ContentKind kind, String type, String field, @Nullable String text, List<SseEvent> out) {
    if (text == null || text.isEmpty()) {
      return;
    }
    if (open != kind && kind == ContentKind.REASONING) {
      openThinking(out);
    } else if (open != kind) {
      open(kind, out);
      JsonText start = head("content_block_start").field("index", block).object("content_block");
      start.field("type", "text").field("text", "");
      out.add(named("content_block_start", start.endObject()));
    }
    delta(type, field, text, out);
  }

  /** The proof of a text is one of the thinking before it, be that without words. */
  private void signature(@Nullable String text, boolean ofOther, List<SseEvent> out) {
    if (text == null) {
      return;
    }
    if ((ofOther || Signatures.isOpenAi(text)) && open != ContentKind.REASONING) {
      openThinking(out);
    }
    if (open == ContentKind.REASONING) {
      delta("signature_delta", "signature", text, out);
    }
  }

  private void redacted(String data, List<SseEvent> out) {
    open(ContentKind.REDACTED_REASONING, out);
    JsonText start = head("content_block_start").field("index", block).object("content_block");
    start.field("type", "redacted_thinking").field("data", data);
    out.add(named("content_block_start", start.endObject()));
  }

  private void openThinking(List<SseEvent> out) {
    open(ContentKind.REASONING, out);
    JsonText start = head("content_block_start").field("index", block).object("content_block");
    start.field("type", "thinking").field("thinking", "").field("signature", "");
    out.add(named("content_block_start", start.endObject()));
  }

  private void open(ContentKind kind, List<SseEvent> out) {
    tellWaiting(true, out);
    block(kind, out);
  }

  private void block(ContentKind kind, List<SseEvent> out) {
    start(out);
    closeBlock(out);
    block++;
    open = kind;
  }

  private void closeBlock(List<SseEvent> out) {
    if (open != ContentKind.UNKNOWN) {
      out.add(named("content_block_stop", head("content_block_stop").field("index", block)));
      open = ContentKind.UNKNOWN;
      openTool = -1;
    }
  }

  private void delta(String type, String field, String text, List<SseEvent> out) {
    JsonText data = head("content_block_delta").field("index", block);
    data.object("delta").field("type", type).field(field, text).endObject();
    out.add(named("content_block_delta", data));
  }

  private void tool(CanonicalEvent event, List<SseEvent> out) {
    called = true;
    if (open == ContentKind.TOOL_CALL && !waiting.mayBegin()) {
      waiting.add(event);
    } else {
      begin(event, event.getText(), out);
    }
  }

  private void begin(CanonicalEvent call, @Nullable String arguments, List<SseEvent> out) {
    signature(Signatures.of(call), true, out);
    block(ContentKind.TOOL_CALL, out);
    openTool = call.getTool();
    waiting.begun();
    String id = call.getId();
    JsonText start = head("content_block_start").field("index", block).object("content_block");
    start.field("type", "tool_use");
    start.field(
        "id", id == null || id.isEmpty() ? "toolu_" + call.getTool() : BlockWriter.plain(id));
    start.fieldIfSet("name", call.getName()).object("input").endObject();
    out.add(named("content_block_start", start.endObject()));
    arguments(call.getTool(), arguments, out);
  }

  private void arguments(int tool, @Nullable String text, List<SseEvent> out) {
    if (text == null || text.isEmpty()) {
      return;
    }
    if (openTool == tool) {
      delta("input_json_delta", "partial_json", text, out);
      waiting.told(text);
      tellWaiting(false, out);
    } else {
      waiting.add(tool, text);
    }
  }

  /** Tells the calls that had to wait, as far as that may be or, if nothing more comes, all. */
  private void tellWaiting(boolean all, List<SseEvent> out) {
    while (waiting.any() && (all || waiting.mayBegin())) {
      WaitingCalls.Waiting call = waiting.next();
      begin(call.start(), call.arguments().toString(), out);
    }
  }

  void end(Map<String, String> usageFields, boolean failed, List<SseEvent> out) {
    if (stopped || failed) {
      return;
    }
    stopped = true;
    start(out);
    tellWaiting(true, out);
    closeBlock(out);
    JsonText data = head("message_delta").object("delta");
    data.field("stop_reason", StopReasons.word(reason(), false)).nullField("stop_sequence");
    AnthropicUsage.write(data.endObject(), usage, usageFields);
    out.add(named("message_delta", data));
    out.add(named("message_stop", head("message_stop")));
  }

  private FinishReason reason() {
    boolean plain = finish == FinishReason.STOP || finish == FinishReason.UNKNOWN;
    if (plain && refused) {
      return FinishReason.REFUSAL;
    }
    return plain && called ? FinishReason.TOOL_CALLS : finish;
  }
}
