package dev.sluice.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialects.anthropic.AnthropicDialect;
import dev.sluice.dialects.api.ClientDialect;
import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.gemini.GeminiDialect;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.dialects.sse.SseParser;
import dev.sluice.schemas.chat.CanonicalEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for any streamed reply, in any dialect. {@code -Dsluice.streams.seeds} makes more of
 * them; a failure names its seed.
 */
class StreamTruthTest {
  private static final int SEEDS = Integer.getInteger("sluice.streams.seeds", 300);
  private static final int MOST_BYTES = 1 << 20;

  /** A dialect from both sides. */
  record Both(String name, ClientDialect in, ProviderDialect out) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Both> dialects() {
    OpenAiDialect openAi = new OpenAiDialect();
    AnthropicDialect anthropic = new AnthropicDialect();
    GeminiDialect gemini = new GeminiDialect();
    return Stream.of(
        new Both("openai", openAi, openAi),
        new Both("anthropic", anthropic, anthropic),
        new Both("gemini", gemini, gemini));
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void shouldReadBackWhatItWrote(Both dialect) {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<CanonicalEvent> told = StreamStory.of(seed);

      List<CanonicalEvent> read = read(dialect, List.of(wire(dialect, told)));

      assertThat(StreamMeaning.of(read)).as("seed %d", seed).isEqualTo(StreamMeaning.of(told));
    }
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void shouldReadTheSameHoweverTheBytesAreSplit(Both dialect) {
    for (long seed = 0; seed < SEEDS; seed++) {
      byte[] wire = wire(dialect, StreamStory.of(seed));
      List<CanonicalEvent> whole = read(dialect, List.of(wire));

      assertThat(read(dialect, split(wire, new Random(seed)))).as("seed %d", seed).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void shouldBeFinishedOnlyOnceAllIsThere(Both dialect) {
    for (long seed = 0; seed < SEEDS / 10; seed++) {
      List<CanonicalEvent> told = StreamStory.of(seed);
      byte[] wire = wire(dialect, told);
      StreamMeaning all = StreamMeaning.of(told);
      for (int cut = 0; cut < wire.length; cut++) {
        SseParser parser = new SseParser(MOST_BYTES);
        StreamReader reader = reader(dialect);
        List<CanonicalEvent> read = new ArrayList<>();
        take(reader, parser.feed(Arrays.copyOf(wire, cut)), read);
        take(reader, parser.end(), read);
        StreamMeaning part = StreamMeaning.of(read);
        // An event that was cut in two may still be a whole one without its last line break.
        assertThat(part.errors()).as("seed %d cut at %d", seed, cut).hasSizeLessThan(2);
        assertThat(reader.failure().isPresent()).isEqualTo(part.errors().size() == 1);
        assertThat(all.text()).startsWith(part.text());
        assertThat(all.reasoning()).startsWith(part.reasoning());
        if (reader.finished() && reader.failure().isEmpty()) {
          assertThat(part.text() + part.reasoning() + part.calls())
              .as("seed %d cut at %d", seed, cut)
              .isEqualTo(all.text() + all.reasoning() + all.calls());
        }
      }
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

  /** The bytes of a stream as a provider of the dialect sends them. */
  private static byte[] wire(Both dialect, List<CanonicalEvent> events) {
    StreamWriter writer =
        dialect.in().stream(new ReplyContext("req-1", "model-1", 1_700_000_000L, true));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (CanonicalEvent event : events) {
      write(writer.write(Canonical.events("", List.of(event))), out);
    }
    write(writer.end(Map.of()), out);
    return out.toByteArray();
  }

  private static void write(List<SseEvent> events, ByteArrayOutputStream out) {
    for (SseEvent event : events) {
      if (event.name() != null) {
        out.writeBytes(("event: " + event.name() + "\n").getBytes(StandardCharsets.UTF_8));
      }
      out.writeBytes("data: ".getBytes(StandardCharsets.UTF_8));
      out.writeBytes(event.data());
      out.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static StreamReader reader(Both dialect) {
    return dialect.out().stream(new ProviderCall("model-1", dialect.name(), null, true));
  }

  private static List<CanonicalEvent> read(Both dialect, List<byte[]> pieces) {
    SseParser parser = new SseParser(MOST_BYTES);
    StreamReader reader = reader(dialect);
    List<CanonicalEvent> read = new ArrayList<>();
    for (byte[] piece : pieces) {
      take(reader, parser.feed(piece), read);
    }
    take(reader, parser.end(), read);
    return read;
  }

  private static void take(StreamReader reader, List<SseEvent> events, List<CanonicalEvent> into) {
    for (SseEvent event : events) {
      into.addAll(reader.read(event).getEvents());
    }
  }
}
