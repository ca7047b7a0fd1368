package dev.sluice.dialects.anthropic;

import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.canonical.Signatures;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.usage.TokenUsage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of a message from events of other dialects, for the first choice. Content comes
 * in blocks one after the other; a block begins where the kind of content changes. Elsewhere the
 * pieces of a call may alternate with those of another one and with text: then what comes while a
 * call is not complete waits for the rest of it.
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
  private final Waiting waiting = new Waiting();
  private boolean broken;
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
    if (event.getChoice() != 0 || broken) {
      return;
    }
    String text = event.getText();
    switch (event.getKind()) {
      case START, CHUNK -> envelope(event, out);
      case TEXT_DELTA, REFUSAL_DELTA, REASONING_DELTA, SIGNATURE, PART_START, TOOL_CALL_START -> {
        if (open == ContentKind.TOOL_CALL && !waiting.mayBegin()) {
          waiting.add(event);
        } else {
          content(event, out);
        }
      }
      case TOOL_ARGS_DELTA -> arguments(event.getTool(), text, out);
      case FINISH -> {
        finish = event.getFinishReason();
        tellWaiting(true, out);
      }
      case USAGE -> usage = event.getUsage();
      case ERROR -> {
        tellWaiting(true, out);
        out.add(ErrorWriter.event(event));
      }
      case PART_STOP, CHOICE, DELTA, EXTRAS, STOP, UNKNOWN -> {}
    }
    if (waiting.tooMuch()) {
      broken = true;
      out.add(ErrorWriter.event(tooMuch()));
    }
  }

  /** Whether it had to end the stream with an error. */
  boolean broken() {
    return broken;
  }

  private static CanonicalEvent tooMuch() {
    CanonicalEvent event = Canonical.event(EventKind.ERROR);
    event.setError(
        Canonical.error(
            ErrorKind.PROVIDER_MALFORMED,
            0,
            "The provider mixed the pieces of tool calls with more than can be held back."));
    return event;
  }

  /** Content that nothing is in the way of. */
  private void content(CanonicalEvent event, List<SseEvent> out) {
    String text = event.getText();
    switch (event.getKind()) {
      case TEXT_DELTA -> text(ContentKind.TEXT, "text_delta", "text", text, out);
      case REFUSAL_DELTA -> {
        refused |= text != null && !text.isEmpty();
        text(ContentKind.TEXT, "text_delta", "text", text, out);
      }
      case REASONING_DELTA -> text(ContentKind.REASONING, "thinking_delta", "thinking", text, out);
      case SIGNATURE -> signature(text, event.getPartKind() == ContentKind.TEXT, out);
      case PART_START -> {
        if (event.getPartKind() == ContentKind.REDACTED_REASONING && text != null) {
          redacted(text, out);
        }
      }
      case TOOL_CALL_START -> begin(event, text, out);
      default -> throw new IllegalArgumentException("not content: " + event.getKind());
    }
  }

  private void envelope(CanonicalEvent event, List<SseEvent> out) {
    model = event.getName() == null ? model : event.getName();
    if (event.getId() != null && !event.getId().isEmpty()) {
      id = event.getId();
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
      block(kind, out);
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
    block(ContentKind.REDACTED_REASONING, out);
    JsonText start = head("content_block_start").field("index", block).object("content_block");
    start.field("type", "redacted_thinking").field("data", data);
    out.add(named("content_block_start", start.endObject()));
  }

  private void openThinking(List<SseEvent> out) {
    block(ContentKind.REASONING, out);
    JsonText start = head("content_block_start").field("index", block).object("content_block");
    start.field("type", "thinking").field("thinking", "").field("signature", "");
    out.add(named("content_block_start", start.endObject()));
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

  private void begin(CanonicalEvent call, @Nullable String arguments, List<SseEvent> out) {
    called = true;
    signature(Signatures.of(call), true, out);
    block(ContentKind.TOOL_CALL, out);
    openTool = call.getTool();
    waiting.begun();
    String id = call.getId();
    JsonText start = head("content_block_start").field("index", block).object("content_block");
    start.field("type", "tool_use");
    String madeUp = BlockWriter.madeUp(context.requestId()) + call.getTool();
    start.field("id", id == null || id.isEmpty() ? madeUp : BlockWriter.plain(id));
    start.fieldIfSet("name", call.getName()).object("input").endObject();
    out.add(named("content_block_start", start.endObject()));
    piece(arguments, out);
  }

  private void arguments(int tool, @Nullable String text, List<SseEvent> out) {
    if (text == null || text.isEmpty()) {
      return;
    }
    if (openTool == tool) {
      piece(text, out);
      tellWaiting(false, out);
    } else {
      waiting.add(tool, text);
    }
  }

  private void piece(@Nullable String arguments, List<SseEvent> out) {
    if (arguments != null && !arguments.isEmpty()) {
      delta("input_json_delta", "partial_json", arguments, out);
      waiting.told(arguments);
    }
  }

  /** Tells what had to wait, as far as that may be. */
  private void tellWaiting(boolean all, List<SseEvent> out) {
    while (waiting.any() && (all || open != ContentKind.TOOL_CALL || waiting.mayBegin())) {
      Waiting.Held held = waiting.next();
      StringBuilder arguments = held.arguments();
      if (arguments == null) {
        content(held.event(), out);
      } else {
        begin(held.event(), arguments.toString(), out);
      }
    }
  }

  /** Tells all that had to wait, as nothing more comes. */
  void tellWaiting(List<SseEvent> out) {
    tellWaiting(true, out);
  }

  void end(Map<String, String> usageFields, List<SseEvent> out) {
    if (stopped) {
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
