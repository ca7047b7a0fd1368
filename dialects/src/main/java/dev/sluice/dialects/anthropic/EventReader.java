package dev.sluice.dialects.anthropic;

import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one stream of message events. Pings mean nothing and are left out. */
final class EventReader implements StreamReader {
  private final StreamBlocks blocks = new StreamBlocks();
  private final AnthropicUsage counts = new AnthropicUsage();
  private @Nullable TokenUsage usage;
  private @Nullable ProviderFailure failure;
  private boolean finished;
  private boolean closed;
  private boolean torn;

  @Override
  public ReplyEvents read(SseEvent event) {
    List<CanonicalEvent> events = new ArrayList<>(2);
    boolean complete = finished();
    if (torn && failure == null) {
      tell(malformed(), events);
    } else if (!closed && failure == null && event.data().length > 0) {
      try (JsonCursor in = JsonCursor.ofObject(event.data())) {
        read(in, event, events);
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
    return Canonical.events(AnthropicDialect.NAME, events);
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

  private void read(JsonCursor in, SseEvent event, List<CanonicalEvent> events) throws IOException {
    var wire = new WireEvent();
    wire.read(in);
    switch (wire.type) {
      case "message_start" -> start(wire, events);
      case "content_block_start" -> blocks.start(wire.index, wire.inner, events);
      case "content_block_delta" -> blocks.delta(wire.index, wire.inner, event, events);
      case "content_block_stop" -> blocks.stop(wire.index, events);
      case "message_delta" -> finish(wire, events);
      case "message_stop" -> {
        closed = true;
        CanonicalEvent stop = Canonical.event(EventKind.STOP);
        stop.setExtras(wire.others.fields());
        events.add(stop);
      }
      case "ping" -> {}
      case "error" -> {
        tell(ErrorReader.read(200, Map.of(), event.data()), events);
        events.getFirst().setText(event.text());
      }
      default -> events.add(verbatim(event));
    }
  }

  /** An event that only this dialect knows, as it was. */
  static CanonicalEvent verbatim(SseEvent event) {
    CanonicalEvent kept = Canonical.event(EventKind.EXTRAS);
    kept.setName(event.name());
    kept.setText(event.text().strip().replace('\n', ' ').replace('\r', ' '));
    return kept;
  }

  private void start(WireEvent wire, List<CanonicalEvent> events) throws IOException {
    CanonicalEvent start = Canonical.event(EventKind.START);
    start.setRole(Role.ASSISTANT);
    var extras = new Bag();
    String usageText = null;
    if (wire.inner != null) {
      try (JsonCursor in = JsonCursor.ofValue(wire.inner)) {
        while (in.nextField()) {
          switch (in.field()) {
            case "id" -> start.setId(in.stringOrSkip());
            case "model" -> start.setName(in.stringOrSkip());
            case "usage" -> usageText = in.raw();
            default -> extras.keep(in);
          }
        }
      }
    }
    start.setExtras(extras.fields());
    events.add(start);
    usage(usageText, events);
  }

  private void finish(WireEvent wire, List<CanonicalEvent> events) throws IOException {
    CanonicalEvent finish = Canonical.event(EventKind.FINISH);
    var extras = new Bag();
    if (wire.inner != null) {
      try (JsonCursor in = JsonCursor.ofValue(wire.inner)) {
        while (in.nextField()) {
          String field = in.field();
          if (field.equals("stop_reason") && in.isString()) {
            finish.setWireField(in.string());
            finish.setFinishReason(StopReasons.of(in.string()));
          } else {
            extras.put(field, in.raw());
          }
        }
      }
    }
    finish.setExtras(extras.fields());
    finish.setInnerExtras(wire.others.fields());
    finish.setText(ReplyReader.explanation(extras.fields().get("stop_details")));
    finished = true;
    events.add(finish);
    usage(wire.usage, events);
  }

  private void usage(@Nullable String raw, List<CanonicalEvent> events) {
    if (raw != null && raw.startsWith("{")) {
      TokenUsage read = counts.add(raw);
      usage = read;
      CanonicalEvent event = Canonical.event(EventKind.USAGE);
      event.setUsage(read);
      events.add(event);
    }
  }

  /** The outer fields of an event. */
  private static final class WireEvent {
    private String type = "";
    private int index;
    private @Nullable String inner;
    private @Nullable String usage;
    private final Bag others = new Bag();

    private void read(JsonCursor in) throws IOException {
      while (in.nextField()) {
        switch (in.field()) {
          case "type" -> {
            String word = in.stringOrSkip();
            type = word == null ? "" : word;
          }
          case "index" -> {
            Long given = in.longOrSkip();
            index = given == null || given < 0 || given > 100_000 ? 0 : given.intValue();
          }
          case "message", "content_block", "delta" -> inner = in.raw();
          case "usage" -> usage = in.raw();
          default -> others.keep(in);
        }
      }
      in.end();
    }
  }

  /** Kind of the blocks that are open. */
  static ContentKind kindOf(String type) {
    return switch (type) {
      case "text" -> ContentKind.TEXT;
      case "thinking" -> ContentKind.REASONING;
      case "redacted_thinking" -> ContentKind.REDACTED_REASONING;
      case "tool_use" -> ContentKind.TOOL_CALL;
      default -> ContentKind.PROVIDER;
    };
  }
}
