package dev.sluice.dialects.cohere;

import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.chat.Role;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.usage.TokenUsage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one stream of events. Citations, and events that are not known, are kept as they are. */
final class EventReader implements StreamReader {
  private static final String DONE = "[DONE]";

  private final StreamedCalls calls = new StreamedCalls();
  private @Nullable TokenUsage usage;
  private @Nullable ProviderFailure failure;
  private boolean finished;
  private boolean closed;
  private boolean torn;

  @Override
  public ReplyEvents read(SseEvent event) {
    List<CanonicalEvent> events = new ArrayList<>(2);
    boolean complete = finished();
    closed |= event.is(DONE);
    if (torn && failure == null) {
      tell(malformed(), events);
    } else if (!closed && failure == null && event.data().length > 0) {
      try (JsonCursor in = JsonCursor.ofObject(event.data())) {
        var wire = new WireEvent();
        wire.read(in);
        read(wire, event, events);
      } catch (IOException e) {
        events.clear();
        torn = complete; // the cut end takes nothing away
        if (!torn) {
          tell(malformed(), events);
        }
      }
    }
    for (int i = 1; i < events.size(); i++) {
      events.get(i).setJoins(true);
    }
    return Canonical.events(CohereDialect.NAME, events);
  }

  @Override
  public boolean finished() {
    return finished || closed || failure != null;
  }

  @Override
  public boolean closed() {
    return closed;
  }

  @Override
  public Optional<ProviderFailure> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public Optional<TokenUsage> usage() {
    return Optional.ofNullable(usage);
  }

  private static ProviderFailure malformed() {
    return ErrorReader.of(
        ErrorKind.PROVIDER_MALFORMED, 0, "The provider sent an event that is not JSON.");
  }

  private void tell(ProviderFailure told, List<CanonicalEvent> events) {
    failure = told;
    CanonicalEvent error = Canonical.event(EventKind.ERROR);
    error.setError(told.info());
    events.add(error);
  }

  private void read(WireEvent wire, SseEvent event, List<CanonicalEvent> events) {
    WireDelta delta = wire.delta;
    switch (wire.type) {
      case "message-start" -> {
        CanonicalEvent start = Canonical.event(EventKind.START);
        start.setId(wire.id);
        start.setRole(Role.ASSISTANT);
        events.add(start);
      }
      case "tool-plan-delta" -> piece(EventKind.REASONING_DELTA, 0, delta.plan, events);
      case "content-start", "content-delta" -> {
        piece(EventKind.REASONING_DELTA, wire.index, delta.thinking, events);
        piece(EventKind.TEXT_DELTA, wire.index, delta.text, events);
      }
      case "content-end" -> {}
      case "tool-call-start" -> calls.start(wire.index, delta, events);
      case "tool-call-delta" -> calls.delta(wire.index, delta.arguments, events);
      case "tool-call-end" -> calls.end(wire.index, events);
      case "message-end" -> end(delta, events);
      case "" -> {
        if (wire.message != null) {
          tell(ErrorReader.read(200, Map.of(), event.data()), events);
        }
      }
      default -> {
        CanonicalEvent kept = Canonical.event(EventKind.EXTRAS);
        kept.setName(event.name());
        kept.setText(event.text().strip().replace('\n', ' ').replace('\r', ' '));
        events.add(kept);
      }
    }
  }

  private static void piece(
      EventKind kind, int index, @Nullable String text, List<CanonicalEvent> events) {
    if (text != null && !text.isEmpty()) {
      CanonicalEvent event = Canonical.event(kind);
      event.setPart(index);
      event.setText(text);
      events.add(event);
    }
  }

  private void end(WireDelta delta, List<CanonicalEvent> events) {
    calls.endAll(events);
    String raw = delta.usage;
    if (raw != null) {
      TokenUsage read = CohereUsage.read(raw);
      usage = read;
      CanonicalEvent event = Canonical.event(EventKind.USAGE);
      event.setUsage(read);
      events.add(event);
    }
    String word = delta.finish == null ? "" : delta.finish;
    FinishReason reason = FinishReasons.of(word);
    if (reason == FinishReason.ERROR || delta.error != null) {
      tell(ErrorReader.broken(delta.error), events);
      return;
    }
    finished = true;
    CanonicalEvent finish = Canonical.event(EventKind.FINISH);
    finish.setFinishReason(
        reason == FinishReason.STOP && calls.any() ? FinishReason.TOOL_CALLS : reason);
    finish.setWireField(word);
    events.add(finish);
  }

  /** The outer fields of an event. */
  private static final class WireEvent {
    private String type = "";
    private @Nullable String id;
    private @Nullable String message;
    private int index;
    private final WireDelta delta = new WireDelta();

    private void read(JsonCursor in) throws IOException {
      while (in.nextField()) {
        switch (in.field()) {
          case "type" -> {
            String word = in.stringOrSkip();
            type = word == null ? "" : word;
          }
          case "id" -> id = in.stringOrSkip();
          case "message" -> message = in.stringOrSkip();
          case "index" -> {
            Long given = in.longOrSkip();
            index = given == null || given < 0 || given > 100_000 ? 0 : given.intValue();
          }
          case "delta" -> delta.read(in);
          default -> in.skip();
        }
      }
      in.end();
    }
  }
}
