package dev.sluice.simulator.playback;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Recorded exchanges, found by request or by id.
 *
 * <p>A request is found when its API is the recording's and its body is the recorded one in {@link
 * CanonicalJson}'s spelling; the path may differ, since providers mount the same API at different
 * places. Several recordings of one request are given in turn, in the order of their ids.
 *
 * <p>A lenient library also accepts, for a request that is not recorded to the letter, the only
 * recording that has the same model, the same {@code stream} flag and the same messages (and, for
 * Anthropic, the same system prompt); failing that, the only one with the same model, flag and last
 * user message. "Only" counts recordings of equal requests as one.
 */
public final class RecordingLibrary {

  private final boolean strict;
  private final Map<String, Recording> byId = new HashMap<>();
  private final Map<String, Turns> byRequest = new HashMap<>();

  private RecordingLibrary(boolean strict) {
    this.strict = strict;
  }

  private static final class Turns {
    private final List<Recording> recordings = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    Match take() {
      int turn = Math.floorMod(next.getAndIncrement(), recordings.size());
      return new Match.Found(recordings.get(turn));
    }

    Recording any() {
      return recordings.getFirst();
    }

    JsonNode request() {
      return any().request().orElseThrow();
    }
  }

  /**
   * Loads all {@code *.json} files of a folder that are of one of the APIs.
   *
   * @throws IllegalArgumentException if one of them is no recorded exchange or two have the same id
   */
  public static RecordingLibrary load(Path folder, Set<String> apis, boolean strict) {
    RecordingLibrary library = new RecordingLibrary(strict);
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(f -> f.getFileName().toString().endsWith(".json"))
          .sorted()
          .map(f -> RecordingReader.read(f, apis))
          .flatMap(Optional::stream)
          .forEach(library::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return library;
  }

  private void add(Recording recording) {
    if (byId.put(recording.id(), recording) != null) {
      throw new IllegalArgumentException("two recorded exchanges have the id " + recording.id());
    }
    recording
        .request()
        .map(body -> key(recording.api(), body))
        .ifPresent(
            key -> byRequest.computeIfAbsent(key, k -> new Turns()).recordings.add(recording));
  }

  private static String key(String api, JsonNode body) {
    return api + '\n' + CanonicalJson.ofRequest(body);
  }

  /** A library without recordings, for simulators that generate. */
  public static RecordingLibrary empty() {
    return new RecordingLibrary(true);
  }

  /** The number of exchanges. */
  public int size() {
    return byId.size();
  }

  /** The exchange of an id, which must be of the given API. */
  public Match byId(String api, String id) {
    Recording found = byId.get(id);
    if (found == null) {
      return new Match.Missing("no recorded exchange has the id " + id);
    }
    return found.api().equals(api)
        ? new Match.Found(found)
        : new Match.Missing(id + " is an exchange of " + found.api() + ", not of " + api);
  }

  /** The exchange of a request. */
  public Match byRequest(String api, byte[] body) {
    Optional<JsonNode> parsed = CanonicalJson.parse(body).filter(JsonNode::isObject);
    if (parsed.isEmpty()) {
      return new Match.Missing("the body is not a JSON object");
    }
    JsonNode asked = parsed.get();
    Turns exact = byRequest.get(key(api, asked));
    if (exact != null) {
      return exact.take();
    }
    List<Turns> ofApi = byRequest.values().stream().filter(t -> t.any().api().equals(api)).toList();
    return strict ? missing(ofApi, asked) : lenient(ofApi, asked);
  }

  private static Match lenient(List<Turns> ofApi, JsonNode asked) {
    List<Turns> alike =
        ofApi.stream()
            .filter(t -> same(t.request(), asked, "model") && stream(t.request()) == stream(asked))
            .toList();
    List<Turns> found =
        alike.stream()
            .filter(t -> same(t.request(), asked, "messages") && same(t.request(), asked, "system"))
            .toList();
    if (found.isEmpty()) {
      String wanted = lastUserMessage(asked);
      found = alike.stream().filter(t -> lastUserMessage(t.request()).equals(wanted)).toList();
    }
    if (found.size() == 1) {
      return found.getFirst().take();
    }
    if (found.isEmpty()) {
      return missing(ofApi, asked);
    }
    List<String> ids = found.stream().map(t -> t.any().id()).sorted().toList();
    return new Match.Missing("several recorded exchanges are alike: " + String.join(", ", ids));
  }

  private static boolean same(JsonNode recorded, JsonNode asked, String field) {
    return CanonicalJson.of(recorded.path(field)).equals(CanonicalJson.of(asked.path(field)));
  }

  private static boolean stream(JsonNode request) {
    return request.path("stream").asBoolean();
  }

  private static String lastUserMessage(JsonNode request) {
    String last = "";
    for (JsonNode message : request.path("messages")) {
      if (message.path("role").asText().equals("user")) {
        last = CanonicalJson.of(message.path("content"));
      }
    }
    return last;
  }

  private static Match missing(List<Turns> ofApi, JsonNode asked) {
    Optional<Turns> nearest =
        ofApi.stream()
            .max((a, b) -> {
              int byLikeness =
                  Integer.compare(likeness(a.request(), asked), likeness(b.request(), asked));
              return byLikeness != 0 ? byLikeness : b.any().id().compareTo(a.any().id());
            });
    if (nearest.isEmpty()) {
      return new Match.Missing("no exchange of this API is recorded");
    }
    String difference =
        JsonDifference.first(nearest.get().request(), asked).orElse("nothing differs");
    return new Match.Missing(
        "the nearest recording is " + nearest.get().any().id() + ", where " + difference);
  }

  private static int likeness(JsonNode recorded, JsonNode asked) {
    int score = 0;
    for (Map.Entry<String, JsonNode> field : recorded.properties()) {
      if (same(recorded, asked, field.getKey())) {
        boolean telling = field.getKey().equals("messages") || field.getKey().equals("model");
        score += telling ? 4 : 1;
      }
    }
    return score;
  }
}
