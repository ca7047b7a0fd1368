package dev.sluice.dialects.ollama;

import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.chat.Role;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.usage.TokenUsage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one stream of lines. Calls of tools come whole; the line that ends it has the usage. */
final class LineReader implements StreamReader {
  private boolean started;
  private boolean finished;
  private int calls;
  private @Nullable TokenUsage usage;
  private @Nullable ProviderFailure failure;

  @Override
  public ReplyEvents read(SseEvent event) {
    List<CanonicalEvent> events = new ArrayList<>(2);
    if (!finished && failure == null) {
      try (JsonCursor in = JsonCursor.ofObject(event.data())) {
        tell(WireReply.read(in), events);
      } catch (IOException e) {
        events.clear();
        fail(
            ErrorReader.of(
                ErrorKind.PROVIDER_MALFORMED, 0, "The provider sent a line that is not JSON."),
            events);
      }
    }
    for (int i = 1; i < events.size(); i++) {
      events.get(i).setJoins(true);
    }
    return Canonical.events(OllamaDialect.NAME, events);
  }

  @Override
  public boolean finished() {
    return finished || failure != null;
  }

  @Override
  public boolean closed() {
    return finished;
  }

  @Override
  public Optional<ProviderFailure> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public Optional<TokenUsage> usage() {
    return Optional.ofNullable(usage);
  }

  private void fail(ProviderFailure told, List<CanonicalEvent> events) {
    failure = told;
    CanonicalEvent error = Canonical.event(EventKind.ERROR);
    error.setError(told.info());
    events.add(error);
  }

  private void tell(WireReply wire, List<CanonicalEvent> events) {
    if (wire.error() != null) {
      fail(ErrorReader.told(wire.error()), events);
      return;
    }
    if (!started) {
      started = true;
      CanonicalEvent start = Canonical.event(EventKind.START);
      start.setName(wire.model());
      start.setCreated(wire.created());
      start.setRole(Role.ASSISTANT);
      events.add(start);
    }
    piece(EventKind.REASONING_DELTA, wire.thinking(), events);
    piece(EventKind.TEXT_DELTA, wire.content(), events);
    wire.calls().forEach(call -> call(wire, call, events));
    if (wire.done()) {
      end(wire, events);
    }
  }

  private static void piece(EventKind kind, @Nullable String text, List<CanonicalEvent> events) {
    if (text != null && !text.isEmpty()) {
      CanonicalEvent event = Canonical.event(kind);
      event.setText(text);
      events.add(event);
    }
  }

  private void call(WireReply wire, WireReply.Call call, List<CanonicalEvent> events) {
    CanonicalEvent start = Canonical.event(EventKind.TOOL_CALL_START);
    start.setTool(calls);
    start.setId(wire.idOf(call, calls));
    start.setName(call.name());
    events.add(start);
    CanonicalEvent arguments = Canonical.event(EventKind.TOOL_ARGS_DELTA);
    arguments.setTool(calls);
    arguments.setText(call.arguments());
    events.add(arguments);
    calls++;
  }

  private void end(WireReply wire, List<CanonicalEvent> events) {
    finished = true;
    usage = OllamaUsage.of(wire.usage());
    if (usage != null) {
      CanonicalEvent told = Canonical.event(EventKind.USAGE);
      told.setUsage(usage);
      events.add(told);
    }
    CanonicalEvent finish = Canonical.event(EventKind.FINISH);
    finish.setFinishReason(FinishReasons.of(wire.doneReason(), calls > 0));
    finish.setWireField(wire.doneReason());
    events.add(finish);
  }
}
