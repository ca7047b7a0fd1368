package dev.sluice.dialects.responses;

import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
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
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one stream of response events. A delta is one event with all that the wire's had; any other
 * event of the wire is kept as it was beside what it means.
 */
final class EventReader implements StreamReader {
  private final ResponsesDialect dialect;
  private final StreamItems items = new StreamItems();
  private @Nullable TokenUsage usage;
  private @Nullable ProviderFailure failure;
  private boolean closed;

  EventReader(ResponsesDialect dialect) {
    this.dialect = dialect;
  }

  /** Whether an event of this name ends a stream well. */
  static boolean isLast(@Nullable String name) {
    return "response.completed".equals(name) || "response.incomplete".equals(name);
  }

  @Override
  public ReplyEvents read(SseEvent event) {
    List<CanonicalEvent> events = new ArrayList<>(2);
    if (event.is("[DONE]")) {
      closed = true;
    } else if (!closed && failure == null && event.data().length > 0) {
      try (JsonCursor in = JsonCursor.ofObject(event.data())) {
        Map<String, String> fields = in.rawFields();
        in.end();
        read(event, fields, events);
      } catch (IOException e) {
        events.clear();
        tell(malformed("The provider sent an event that is not JSON."), events);
      }
    }
    for (int i = 1; i < events.size(); i++) {
      events.get(i).setJoins(true);
    }
    return Canonical.events(ResponsesDialect.NAME, events);
  }

  private static ProviderFailure malformed(String message) {
    ErrorKind kind = ErrorKind.PROVIDER_MALFORMED;
    return new ProviderFailure(kind, Canonical.error(kind, 0, message));
  }

  @Override
  public boolean finished() {
    return closed || failure != null;
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

  private void read(SseEvent event, Map<String, String> fields, List<CanonicalEvent> events)
      throws IOException {
    String type = StreamItems.text(fields.get("type"));
    String response = fields.get("response");
    switch (type) {
      case "response.created" -> {
        start(response, events);
        events.add(verbatim(type, event));
      }
      case "response.completed", "response.incomplete" -> {
        finish(response, events);
        closed = true;
        events.add(verbatim(type, event));
      }
      case "response.failed" -> tell(failed(response), events);
      case "error" -> tell(dialect.told(200, Map.of(), error(fields)), events);
      case "" -> {
        if (fields.containsKey("error")) {
          tell(dialect.failure(200, Map.of(), event.data()), events);
        } else {
          events.add(verbatim(event.name(), event));
        }
      }
      default -> {
        if (!items.delta(type, fields, events)) {
          items.read(type, fields, events);
          events.add(verbatim(type, event));
        }
      }
    }
  }

  /** An event of the wire as it was. */
  private static CanonicalEvent verbatim(@Nullable String name, SseEvent event) {
    CanonicalEvent kept = Canonical.event(EventKind.EXTRAS);
    kept.setName(name);
    kept.setText(event.text().strip().replace('\n', ' ').replace('\r', ' '));
    return kept;
  }

  /** The fields of an error lie in the event or in an object of it. */
  private static String error(Map<String, String> fields) {
    String inner = fields.get("error");
    return inner != null && inner.startsWith("{")
        ? inner
        : new JsonText(256).object().rawFields(fields).endObject().text();
  }

  private ProviderFailure failed(@Nullable String response) throws IOException {
    String error = response == null ? null : StreamItems.fields(response).get("error");
    if (error == null || !error.startsWith("{")) {
      return malformed("The provider ended the response as failed and did not say why.");
    }
    return dialect.told(200, Map.of(), error);
  }

  private static void start(@Nullable String response, List<CanonicalEvent> events)
      throws IOException {
    CanonicalEvent start = Canonical.event(EventKind.START);
    start.setRole(Role.ASSISTANT);
    if (response != null) {
      try (JsonCursor in = JsonCursor.ofValue(response)) {
        while (in.nextField()) {
          switch (in.field()) {
            case "id" -> start.setId(in.stringOrSkip());
            case "model" -> start.setName(in.stringOrSkip());
            case "created_at" -> start.setCreated(in.longOrSkip());
            default -> in.skip();
          }
        }
      }
    }
    events.add(start);
  }

  private void finish(@Nullable String response, List<CanonicalEvent> events) throws IOException {
    Map<String, String> fields = response == null ? Map.of() : StreamItems.fields(response);
    String status = StreamItems.text(fields.get("status"));
    String details = fields.get("incomplete_details");
    CanonicalEvent finish = Canonical.event(EventKind.FINISH);
    finish.setWireField(status);
    finish.setFinishReason(
        Status.reason(status, details == null ? null : Status.why(details), items.called()));
    events.add(finish);
    String raw = fields.get("usage");
    if (raw != null && raw.startsWith("{")) {
      TokenUsage read = ResponsesUsage.read(raw, items.billedCalls());
      usage = read;
      CanonicalEvent told = Canonical.event(EventKind.USAGE);
      told.setUsage(read);
      events.add(told);
    }
  }
}
