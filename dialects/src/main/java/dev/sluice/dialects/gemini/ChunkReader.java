package dev.sluice.dialects.gemini;

import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.usage.TokenUsage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one stream, each event of which is a whole answer with a piece of each candidate. There is
 * no last event: the stream is complete when each candidate has said why it ended, or when the
 * prompt was blocked. The events of one chunk are joined, so that {@link ChunkReplay} can write the
 * chunks as they were.
 */
final class ChunkReader implements StreamReader {
  private final Map<Integer, CandidateEvents> candidates = new HashMap<>();
  private boolean started;
  private boolean blocked;
  private boolean closed;
  private boolean torn;
  private @Nullable String id;
  private @Nullable String model;
  private Map<String, String> envelope = Map.of();
  private @Nullable TokenUsage usage;
  private @Nullable ProviderFailure failure;

  /** By candidate: a later chunk may repeat those of an earlier one. */
  private final Map<Integer, Integer> searches = new HashMap<>();

  @Override
  public ReplyEvents read(SseEvent event) {
    List<CanonicalEvent> events = new ArrayList<>(3);
    closed |= event.is("[DONE]");
    if (torn && failure == null) {
      tell(malformed(), events);
    } else if (!closed && failure == null && event.data().length > 0) {
      read(event, events);
    }
    for (int i = 1; i < events.size(); i++) {
      events.get(i).setJoins(true);
    }
    return Canonical.events(GeminiDialect.NAME, events);
  }

  private void read(SseEvent event, List<CanonicalEvent> events) {
    if (event.data()[0] == '[') {
      tell(ErrorReader.read(200, Map.of(), event.data()), events);
      return;
    }
    boolean complete = finished();
    try (JsonCursor in = JsonCursor.ofObject(event.data())) {
      var chunk = new Chunk();
      chunk.read(in);
      if (chunk.error) {
        tell(ErrorReader.read(200, Map.of(), event.data()), events);
      } else {
        chunk.tell(events);
      }
    } catch (IOException e) {
      events.clear();
      torn = complete; // the cut end takes nothing away
      if (!torn) {
        tell(malformed(), events);
      }
    }
  }

  private static ProviderFailure malformed() {
    return ErrorReader.of(
        ErrorKind.PROVIDER_MALFORMED, 0, "The provider sent a chunk that is not JSON.");
  }

  private void tell(ProviderFailure told, List<CanonicalEvent> events) {
    failure = told;
    CanonicalEvent error = Canonical.event(EventKind.ERROR);
    error.setError(told.info());
    events.add(error);
  }

  @Override
  public boolean finished() {
    boolean ended =
        !candidates.isEmpty() && candidates.values().stream().allMatch(CandidateEvents::finished);
    return closed || blocked || failure != null || ended;
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

  /** One chunk. */
  private final class Chunk {
    private final List<Candidate> given = new ArrayList<>(1);
    private final Bag extras = new Bag();
    private @Nullable String chunkId;
    private @Nullable String chunkModel;
    private @Nullable TokenUsage told;
    private boolean blocks;
    private boolean error;

    void read(JsonCursor in) throws IOException {
      while (in.nextField()) {
        field(in, Names.field(in));
      }
      in.end();
    }

    private void field(JsonCursor in, String field) throws IOException {
      switch (field) {
        case "candidates" -> {
          if (in.isArray()) {
            Candidate.readAll(in, given);
          } else {
            extras.put(field, in.raw());
          }
        }
        case "usageMetadata" -> {
          if (in.isObject()) {
            told = GeminiUsage.read(in);
          } else {
            extras.put(field, in.raw());
          }
        }
        case "responseId" -> {
          if (in.isString()) {
            chunkId = in.string();
          } else {
            extras.put(field, in.raw());
          }
        }
        case "modelVersion" -> {
          if (in.isString()) {
            chunkModel = in.string();
          } else {
            extras.put(field, in.raw());
          }
        }
        case "error" -> {
          error = in.isObject();
          extras.put(field, in.raw());
        }
        case Feedback.FIELD -> {
          String raw = in.raw();
          extras.put(field, raw);
          blocks = Feedback.blockReason(raw) != null;
        }
        default -> extras.put(field, in.raw());
      }
    }

    void tell(List<CanonicalEvent> events) {
      envelope(events);
      for (Candidate candidate : given) {
        searches.merge(candidate.index(), candidate.searches(), Math::max);
        candidates
            .computeIfAbsent(candidate.index(), CandidateEvents::new)
            .read(candidate, id, events);
      }
      if (given.isEmpty() && blocks && !blocked) {
        blocked = true;
        CanonicalEvent finish = Canonical.event(EventKind.FINISH);
        finish.setFinishReason(FinishReason.CONTENT_FILTER);
        events.add(finish);
      }
      usage(events);
      if (events.isEmpty()) {
        events.add(envelopeEvent(EventKind.CHUNK));
      }
    }

    private void envelope(List<CanonicalEvent> events) {
      boolean same =
          started
              && Objects.equals(chunkId, id)
              && Objects.equals(chunkModel, model)
              && extras.fields().equals(envelope);
      if (!same) {
        events.add(envelopeEvent(started ? EventKind.CHUNK : EventKind.START));
        started = true;
        id = chunkId;
        model = chunkModel;
        envelope = extras.fields();
      }
    }

    private CanonicalEvent envelopeEvent(EventKind kind) {
      CanonicalEvent event = Canonical.event(kind);
      event.setId(chunkId);
      event.setName(chunkModel);
      event.setExtras(extras.fields());
      return event;
    }

    private void usage(List<CanonicalEvent> events) {
      TokenUsage read = told;
      if (read == null) {
        return;
      }
      Searches.bill(read, searches.values().stream().mapToInt(Integer::intValue).sum(), model);
      TokenUsage known = usage;
      if (known == null || GeminiUsage.counts(read) || !GeminiUsage.counts(known)) {
        usage = read;
      }
      CanonicalEvent event = Canonical.event(EventKind.USAGE);
      event.setUsage(read);
      events.add(event);
    }
  }
}
