package dev.sluice.dialects.openai;

import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.usage.TokenUsage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one stream of chunks. What repeats from chunk to chunk (the envelope, and what a choice
 * carries beside its delta) is told once and again when it changes; the events of one chunk are
 * joined, so that {@link ChunkReplay} can write the chunks as they were.
 */
final class ChunkReader implements StreamReader {
  private static final String DONE = "[DONE]";

  private final String provider;
  private final ChoiceReader choices = new ChoiceReader();
  private boolean started;
  private boolean closed;
  private boolean torn;
  private @Nullable String id;
  private @Nullable String model;
  private @Nullable Long created;
  private Map<String, String> envelope = Map.of();
  private @Nullable TokenUsage usage;
  private @Nullable ProviderFailure failure;

  ChunkReader(String provider) {
    this.provider = provider;
  }

  @Override
  public ReplyEvents read(SseEvent event) {
    if (closed || failure != null) {
      closed |= event.is(DONE);
      return none();
    }
    closed = event.is(DONE);
    if (torn) {
      return Canonical.events(OpenAiDialect.NAME, List.of(malformed()));
    }
    if (closed) {
      return none();
    }
    if (event.data().length == 0) {
      return none();
    }
    List<CanonicalEvent> events = new ArrayList<>(2);
    boolean complete = finished();
    try (JsonCursor in = JsonCursor.ofObject(event.data())) {
      var chunk = new Chunk();
      chunk.read(in);
      if ("error".equals(event.name()) || chunk.isBareError()) {
        events.add(bareError(event, chunk));
      } else {
        chunk.tell(events);
      }
    } catch (IOException e) {
      events.clear();
      torn = complete; // the cut end takes nothing away but, perhaps, the usage
      if (!torn) {
        events.add(malformed());
      }
    }
    return Canonical.events(OpenAiDialect.NAME, events);
  }

  private static ReplyEvents none() {
    return Canonical.events(OpenAiDialect.NAME, List.of());
  }

  @Override
  public boolean finished() {
    return closed || failure != null || choices.allFinished();
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

  private CanonicalEvent bareError(SseEvent event, Chunk chunk) {
    ProviderFailure told = ErrorReader.read(200, Map.of(), event.data());
    CanonicalEvent error = error(told);
    error.setExtras(chunk.extras);
    return error;
  }

  private CanonicalEvent malformed() {
    return error(
        ErrorReader.of(
            ErrorKind.PROVIDER_MALFORMED, 0, "The provider sent a chunk that is not JSON."));
  }

  private CanonicalEvent error(ProviderFailure told) {
    failure = told;
    ErrorInfo info = told.info();
    CanonicalEvent event = Canonical.event(EventKind.ERROR);
    event.setError(info);
    return event;
  }

  /** One chunk. */
  private final class Chunk {
    private final Map<String, String> extras = new LinkedHashMap<>();
    private final List<CanonicalEvent> content = new ArrayList<>(2);
    private @Nullable String chunkId;
    private @Nullable String chunkModel;
    private @Nullable Long chunkCreated;
    private @Nullable String usageText;
    private @Nullable String groupUsage;
    private @Nullable String errorText;
    private boolean choicesGiven;

    void read(JsonCursor in) throws IOException {
      while (in.nextField()) {
        field(in, in.field());
      }
      in.end();
    }

    private void field(JsonCursor in, String field) throws IOException {
      switch (field) {
        case "id" -> {
          if (in.isString()) {
            chunkId = in.string();
          } else {
            extras.put(field, in.raw());
          }
        }
        case "model" -> {
          if (in.isString()) {
            chunkModel = in.string();
          } else {
            extras.put(field, in.raw());
          }
        }
        case "created" -> {
          if (in.fitsLong()) {
            chunkCreated = in.number();
          } else {
            extras.put(field, in.raw());
          }
        }
        case "usage" -> {
          if (in.isObject()) {
            usageText = in.raw();
          } else {
            extras.put(field, in.raw());
          }
        }
        case "choices" -> {
          choicesGiven = in.isArray();
          choices.read(in, content);
        }
        case "error" -> {
          String text = in.raw();
          extras.put(field, text);
          errorText = text.equals("null") ? null : text;
        }
        case "x_groq" -> {
          String text = in.raw();
          extras.put(field, text);
          groupUsage = member(text, "usage");
        }
        case "obfuscation", "p" -> {
          if (!in.isString()) {
            extras.put(field, in.raw());
          }
        }
        default -> extras.put(field, in.raw());
      }
    }

    boolean isBareError() {
      return !choicesGiven && (errorText != null || "\"error\"".equals(extras.get("object")));
    }

    void tell(List<CanonicalEvent> events) {
      if (errorText != null) {
        extras.remove("error");
      }
      envelope(events);
      events.addAll(content);
      usage(events);
      if (errorText != null) {
        tellError(events, errorText);
      }
      if (events.isEmpty()) {
        events.add(envelopeEvent(EventKind.CHUNK));
      }
      for (int i = 1; i < events.size(); i++) {
        events.get(i).setJoins(true);
      }
    }

    private void tellError(List<CanonicalEvent> events, String text) {
      byte[] body = ("{\"error\":" + text + "}").getBytes(StandardCharsets.UTF_8);
      CanonicalEvent error = error(ErrorReader.read(200, Map.of(), body));
      error.setExtras(Map.of("error", text));
      events.add(error);
    }

    private void envelope(List<CanonicalEvent> events) {
      boolean same =
          started
              && Objects.equals(chunkId, id)
              && Objects.equals(chunkModel, model)
              && Objects.equals(chunkCreated, created)
              && extras.equals(envelope);
      if (same) {
        return;
      }
      events.add(envelopeEvent(started ? EventKind.CHUNK : EventKind.START));
      started = true;
      id = chunkId;
      model = chunkModel;
      created = chunkCreated;
      envelope = extras;
    }

    private CanonicalEvent envelopeEvent(EventKind kind) {
      CanonicalEvent event = Canonical.event(kind);
      event.setId(chunkId);
      event.setName(chunkModel);
      event.setCreated(chunkCreated);
      event.setExtras(extras);
      return event;
    }

    private void usage(List<CanonicalEvent> events) {
      String text = usageText == null ? groupUsage : usageText;
      if (text == null) {
        return;
      }
      TokenUsage read = OpenAiUsage.read(text, provider);
      usage = read;
      CanonicalEvent event = Canonical.event(EventKind.USAGE);
      event.setUsage(read);
      if (usageText == null) {
        event.setWireField("x_groq");
      }
      events.add(event);
    }
  }

  private static @Nullable String member(String object, String name) throws IOException {
    try (JsonCursor in = JsonCursor.ofValue(object)) {
      while (in.nextField()) {
        if (in.field().equals(name) && in.isObject()) {
          return in.raw();
        }
        in.skip();
      }
    }
    return null;
  }
}
