package dev.sluice.dialects.responses;

import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.canonical.Signatures;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.usage.TokenUsage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of a response from events of other dialects, for the first choice. Reasoning
 * and messages come one after the other; calls of functions stay open until they are complete and
 * something else comes, since the pieces of several may alternate, and text between them.
 */
final class EventWriter {
  private final ReplyContext context;
  private final ItemEvents wire = new ItemEvents();
  private final TreeMap<Integer, String> done = new TreeMap<>();
  private final Map<Integer, OpenItem> calls = new HashMap<>(0);
  private ResponseObject response;
  private boolean started;
  private int items;
  private @Nullable OpenItem open;
  private FinishReason finish = FinishReason.UNKNOWN;
  private @Nullable TokenUsage usage;

  EventWriter(ReplyContext context) {
    this.context = context;
    this.response = ResponseObject.of(context);
  }

  void write(CanonicalEvent event, List<SseEvent> out) {
    if (event.getChoice() != 0) {
      return;
    }
    String text = event.getText();
    switch (event.getKind()) {
      case START, CHUNK -> envelope(event, out);
      case TEXT_DELTA -> delta(OpenItem.Kind.TEXT, text, out);
      case REFUSAL_DELTA -> delta(OpenItem.Kind.REFUSAL, text, out);
      case REASONING_DELTA -> delta(OpenItem.Kind.REASONING, text, out);
      case SIGNATURE -> proof(EncryptedContent.ofProof(text), out);
      case PART_START -> {
        if (event.getPartKind() == ContentKind.REDACTED_REASONING) {
          proof(EncryptedContent.redacted(text), out);
        }
      }
      case TOOL_CALL_START -> call(event, out);
      case TOOL_ARGS_DELTA -> {
        OpenItem call = calls.get(event.getTool());
        if (call != null) {
          piece(call, text, out);
        }
      }
      case FINISH -> finish = event.getFinishReason();
      case USAGE -> usage = event.getUsage();
      case ERROR -> {
        ErrorInfo error = event.getError();
        fail(
            error == null ? Canonical.error(ErrorKind.INTERNAL, 0, "The stream broke.") : error,
            out);
      }
      case PART_STOP, CHOICE, DELTA, EXTRAS, STOP, UNKNOWN -> {}
    }
  }

  private void envelope(CanonicalEvent event, List<SseEvent> out) {
    if (started) {
      return;
    }
    response =
        new ResponseObject(
            context.idOr(event.getId()),
            event.getCreated() == null ? response.created() : event.getCreated(),
            event.getName() == null ? response.model() : event.getName());
    if (event.getId() != null && !event.getId().isEmpty()) {
      start(out);
    }
  }

  private void start(List<SseEvent> out) {
    if (!started) {
      started = true;
      String object = response.text(ResponseObject.State.inProgress(), context);
      wire.response("response.created", object, out);
      wire.response("response.in_progress", object, out);
    }
  }

  private void delta(OpenItem.Kind kind, @Nullable String text, List<SseEvent> out) {
    if (text == null || text.isEmpty()) {
      return;
    }
    OpenItem item = open;
    boolean proven = item != null && item.encrypted() != null;
    if (item == null || item.kind() != kind || proven) {
      closeAll(false, out);
      item = begin(new OpenItem(kind, id(kind), items++), out);
      open = item;
    }
    piece(item, text, out);
  }

  /** A proof belongs to the reasoning before it, be that without words. */
  private void proof(@Nullable String encrypted, List<SseEvent> out) {
    if (encrypted == null) {
      return;
    }
    OpenItem item = open;
    if (item == null || item.kind() != OpenItem.Kind.REASONING || item.encrypted() != null) {
      closeAll(false, out);
      item =
          begin(new OpenItem(OpenItem.Kind.REASONING, id(OpenItem.Kind.REASONING), items++), out);
      open = item;
    }
    item.prove(encrypted);
  }

  private void call(CanonicalEvent event, List<SseEvent> out) {
    proof(EncryptedContent.ofProof(Signatures.of(event)), out);
    close(out);
    String given = event.getId();
    OpenItem call = new OpenItem(OpenItem.Kind.CALL, id(OpenItem.Kind.CALL), items++);
    call.call(
        given == null || given.isEmpty() ? context.callId(event.getTool()) : given,
        event.getName());
    calls.put(event.getTool(), begin(call, out));
    piece(call, event.getText(), out);
  }

  private String id(OpenItem.Kind kind) {
    return kind.prefix() + '_' + context.requestId() + '_' + items;
  }

  private OpenItem begin(OpenItem item, List<SseEvent> out) {
    start(out);
    wire.added(item, out);
    return item;
  }

  private void piece(OpenItem item, @Nullable String text, List<SseEvent> out) {
    if (text != null && !text.isEmpty()) {
      item.append(text);
      wire.delta(item, text, out);
    }
  }

  private void close(List<SseEvent> out) {
    OpenItem item = open;
    if (item != null) {
      open = null;
      done.put(item.index(), wire.done(item, status(), out));
    }
  }

  /** Closes the calls, too; one whose arguments are not complete only if nothing more comes. */
  private void closeAll(boolean last, List<SseEvent> out) {
    close(out);
    List<OpenItem> ended = new ArrayList<>(calls.values());
    ended.removeIf(call -> !last && !call.hasArguments());
    ended.sort((one, other) -> Integer.compare(one.index(), other.index()));
    calls.values().removeAll(ended);
    for (OpenItem call : ended) {
      done.put(call.index(), wire.done(call, "completed", out));
    }
  }

  private String status() {
    return Status.incomplete(finish) == null ? "completed" : "incomplete";
  }

  void end(Map<String, String> usageFields, List<SseEvent> out) {
    start(out);
    closeAll(true, out);
    var state =
        new ResponseObject.State(
            status(),
            Status.incomplete(finish),
            null,
            List.copyOf(done.values()),
            usage,
            usageFields);
    wire.response("response." + status(), response.text(state, context), out);
  }

  void fail(ErrorInfo error, List<SseEvent> out) {
    out.addAll(StreamFailure.events(error, response, context, wire.sequence()));
  }
}
