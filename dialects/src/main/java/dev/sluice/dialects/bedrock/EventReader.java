package dev.sluice.dialects.bedrock;

import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.eventstream.EventStreamParser;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.chat.Role;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.usage.TokenUsage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one stream. The name of an event tells what it is; blocks of text begin without one. The
 * usage comes last, after the reason for the stop. Events that are not known are kept as they are.
 */
final class EventReader implements StreamReader {
  private final ModelFamily family;
  private final Map<Integer, Open> open = new HashMap<>(2);
  private int calls;
  private @Nullable TokenUsage usage;
  private @Nullable ProviderFailure failure;
  private boolean finished;
  private boolean closed;

  /** A block whose pieces mean something together. */
  private static final class Open {
    int tool = -1;
    boolean input;
    final StringBuilder hidden = new StringBuilder(0);
  }

  EventReader(ModelFamily family) {
    this.family = family;
  }

  @Override
  public ReplyEvents read(SseEvent event) {
    List<CanonicalEvent> events = new ArrayList<>(2);
    if (!closed && failure == null) {
      read(event, events);
    }
    for (int i = 1; i < events.size(); i++) {
      events.get(i).setJoins(true);
    }
    return Canonical.events(BedrockDialect.NAME, events);
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

  private void tell(ProviderFailure told, List<CanonicalEvent> events) {
    failure = told;
    CanonicalEvent error = Canonical.event(EventKind.ERROR);
    error.setError(told.info());
    events.add(error);
  }

  private void read(SseEvent event, List<CanonicalEvent> events) {
    String name = event.name() == null ? "" : event.name();
    if (name.equals(EventStreamParser.ERROR) || ErrorReader.isError(name)) {
      tell(ErrorReader.ofEvent(name, event.data()), events);
      return;
    }
    try (JsonCursor in = JsonCursor.ofObject(event.data())) {
      var wire = new WireEvent();
      wire.read(in);
      read(name, wire, event, events);
    } catch (IOException e) {
      events.clear();
      tell(
          ErrorReader.of(
              ErrorKind.PROVIDER_MALFORMED, 0, "The provider sent an event that is not JSON."),
          events);
    }
  }

  private void read(String name, WireEvent wire, SseEvent event, List<CanonicalEvent> events) {
    switch (name) {
      case "messageStart" -> {
        CanonicalEvent start = Canonical.event(EventKind.START);
        start.setRole(Role.ASSISTANT);
        events.add(start);
      }
      case "contentBlockStart" -> start(wire, event, events);
      case "contentBlockDelta" -> delta(wire, event, events);
      case "contentBlockStop" -> stop(wire.index, events);
      case "messageStop" -> finish(wire.stopReason == null ? "" : wire.stopReason, events);
      case "metadata" -> {
        closed = finished;
        usage(wire.usage, events);
      }
      default -> events.add(verbatim(event));
    }
  }

  private static CanonicalEvent verbatim(SseEvent event) {
    CanonicalEvent kept = Canonical.event(EventKind.EXTRAS);
    kept.setName(event.name());
    kept.setText(event.text().strip().replace('\n', ' ').replace('\r', ' '));
    return kept;
  }

  private Open at(int index) {
    return open.computeIfAbsent(index, any -> new Open());
  }

  private void start(WireEvent wire, SseEvent event, List<CanonicalEvent> events) {
    if (wire.callId == null && wire.callName == null) {
      events.add(verbatim(event));
      return;
    }
    Open block = at(wire.index);
    block.tool = calls++;
    CanonicalEvent start = Canonical.event(EventKind.TOOL_CALL_START);
    start.setPart(wire.index);
    start.setTool(block.tool);
    start.setId(wire.callId);
    start.setName(wire.callName);
    events.add(start);
  }

  private void delta(WireEvent wire, SseEvent event, List<CanonicalEvent> events) {
    piece(EventKind.TEXT_DELTA, wire.index, wire.text, events);
    piece(EventKind.REASONING_DELTA, wire.index, wire.thinking, events);
    String signature = wire.signature;
    if (signature != null && !signature.isEmpty()) {
      piece(EventKind.SIGNATURE, wire.index, Proofs.signature(signature, family), events);
    }
    if (wire.hidden != null) {
      at(wire.index).hidden.append(wire.hidden);
    }
    String input = wire.input;
    Open block = open.get(wire.index);
    if (input != null && !input.isEmpty() && block != null && block.tool >= 0) {
      arguments(wire.index, block, input, events);
    }
    if (wire.unknown) {
      events.add(verbatim(event));
    }
  }

  private static void arguments(int index, Open block, String text, List<CanonicalEvent> events) {
    block.input = true;
    CanonicalEvent arguments = Canonical.event(EventKind.TOOL_ARGS_DELTA);
    arguments.setPart(index);
    arguments.setTool(block.tool);
    arguments.setText(text);
    events.add(arguments);
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

  /** A call without arguments has none of their pieces; hidden reasoning is told whole. */
  private void stop(int index, List<CanonicalEvent> events) {
    Open block = open.remove(index);
    if (block == null) {
      return;
    }
    if (block.tool >= 0 && !block.input) {
      arguments(index, block, "{}", events);
    }
    if (!block.hidden.isEmpty()) {
      CanonicalEvent hidden = Canonical.event(EventKind.PART_START);
      hidden.setPart(index);
      hidden.setPartKind(ContentKind.REDACTED_REASONING);
      hidden.setText(Proofs.hidden(block.hidden.toString(), family));
      events.add(hidden);
    }
  }

  private void finish(String word, List<CanonicalEvent> events) {
    List.copyOf(open.keySet()).stream().sorted().forEach(index -> stop(index, events));
    finished = true;
    CanonicalEvent finish = Canonical.event(EventKind.FINISH);
    finish.setFinishReason(StopReasons.of(word));
    finish.setWireField(word);
    events.add(finish);
  }

  private void usage(@Nullable String raw, List<CanonicalEvent> events) {
    if (raw != null) {
      TokenUsage read = BedrockUsage.read(raw);
      usage = read;
      CanonicalEvent event = Canonical.event(EventKind.USAGE);
      event.setUsage(read);
      events.add(event);
    }
  }
}
