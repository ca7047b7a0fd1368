package dev.sluice.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.completions.CompletionsDialect;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.dialects.sse.SseParser;
import dev.sluice.dialects.sse.SseWriter;
import dev.sluice.dialects.sse.StreamFraming;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.FinishReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for any streamed reply, in any dialect. {@code -Dsluice.streams.seeds} makes more of
 * them; a failure names its seed. What callers get of a stream that is cut is in {@code
 * recordings.CutStreamTest}.
 */
class StreamTruthTest {
  private static final int SEEDS = Integer.getInteger("sluice.streams.seeds", 300);

  static Stream<ProviderWire> wires() {
    return ProviderWire.all();
  }

  @ParameterizedTest
  @MethodSource("wires")
  void shouldReadBackWhatItWrote(ProviderWire wire) {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<CanonicalEvent> told = StreamStory.of(seed);

      List<CanonicalEvent> read = read(wire, List.of(wire.bytes(told)));

      assertThat(StreamMeaning.of(read)).as("seed %d", seed).isEqualTo(StreamMeaning.of(told));
    }
  }

  /** Those in whose streams one block ends before the next begins have no such replies. */
  static Stream<ProviderWire> mixing() {
    return wires().filter(wire -> !Set.of("cohere", "bedrock").contains(wire.toString()));
  }

  @ParameterizedTest
  @MethodSource("mixing")
  void shouldLoseNothingWherePiecesComeMixed(ProviderWire wire) {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<CanonicalEvent> told = StreamStory.mixed(seed);

      List<CanonicalEvent> read = read(wire, List.of(wire.bytes(told)));

      assertThat(StreamMeaning.of(read)).as("seed %d", seed).isEqualTo(StreamMeaning.of(told));
    }
  }

  @ParameterizedTest
  @MethodSource("wires")
  void shouldReadTheSameHoweverTheBytesAreSplit(ProviderWire wire) {
    for (long seed = 0; seed < SEEDS; seed++) {
      byte[] bytes = wire.bytes(StreamStory.of(seed));
      List<CanonicalEvent> whole = read(wire, List.of(bytes));

      assertThat(read(wire, split(bytes, new Random(seed)))).as("seed %d", seed).isEqualTo(whole);
    }
  }

  /** Providers are not called over completions, so the caller's own view is taken. */
  @Test
  void shouldWriteCompletionsThatReadAsTheTextHoweverTheyAreSplit() {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<CanonicalEvent> told = StreamStory.of(seed);
      StreamMeaning all = StreamMeaning.of(told);
      StreamWriter writer =
          new CompletionsDialect().stream(new ReplyContext("req-1", "m", 1_700_000_000L, true));
      List<SseEvent> written = new ArrayList<>();
      for (CanonicalEvent event : told) {
        written.addAll(writer.write(Canonical.events("", List.of(event))));
      }
      written.addAll(writer.end(Map.of()));

      var text = new StringBuilder();
      List<String> finish = new ArrayList<>();
      List<Long> usage = new ArrayList<>();
      var parser = new SseParser(1 << 20);
      List<SseEvent> read = new ArrayList<>();
      split(SseWriter.bytes(written), new Random(seed))
          .forEach(piece -> read.addAll(parser.feed(piece)));
      read.addAll(parser.end());
      assertThat(read.removeLast().is("[DONE]")).isTrue();
      for (SseEvent event : read) {
        JsonNode chunk = JsonAssert.parse(event.data());
        chunk
            .path("choices")
            .forEach(choice -> {
              text.append(choice.path("text").asText());
              if (choice.path("finish_reason").isTextual()) {
                finish.add(choice.path("finish_reason").asText());
              }
            });
        if (chunk.path("usage").isObject()) {
          usage.add(chunk.at("/usage/prompt_tokens").asLong());
          usage.add(chunk.at("/usage/completion_tokens").asLong());
        }
      }

      boolean cut = all.finish().equals(List.of(FinishReason.LENGTH));
      assertThat(text.toString()).as("seed %d", seed).isEqualTo(all.text());
      assertThat(finish).as("seed %d", seed).containsExactly(cut ? "length" : "stop");
      assertThat(usage).as("seed %d", seed).isEqualTo(all.usage());
    }
  }

  private static List<byte[]> split(byte[] wire, Random random) {
    List<byte[]> pieces = new ArrayList<>();
    int from = 0;
    while (from < wire.length) {
      int to = Math.min(wire.length, from + 1 + random.nextInt(40));
      pieces.add(Arrays.copyOfRange(wire, from, to));
      from = to;
    }
    return pieces;
  }

  private static List<CanonicalEvent> read(ProviderWire wire, List<byte[]> pieces) {
    StreamFraming framing = wire.framing();
    StreamReader reader = wire.reader();
    List<CanonicalEvent> read = new ArrayList<>();
    for (byte[] piece : pieces) {
      take(reader, framing.feed(piece), read);
    }
    take(reader, framing.end(), read);
    return read;
  }

  private static void take(StreamReader reader, List<SseEvent> events, List<CanonicalEvent> into) {
    for (SseEvent event : events) {
      into.addAll(reader.read(event).getEvents());
    }
  }
}
