package dev.sluice.dialects.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialects.ProviderWire;
import dev.sluice.dialects.StreamStory;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.dialects.sse.StreamFraming;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.usage.TokenUsage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A provider's stream that is cut at any byte. What came before the cut reaches callers of every
 * dialect, then one error that ends the stream, unless all that matters had come; the usage is what
 * the provider had said until then.
 */
final class CutStreamTest {
  private static final int SEEDS = Integer.getInteger("sluice.streams.cut-seeds", 5);

  static Stream<ProviderWire> wires() {
    return ProviderWire.all();
  }

  @ParameterizedTest
  @MethodSource("wires")
  void shouldEndInOneErrorWhereverItIsCut(ProviderWire wire) {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<CanonicalEvent> story = StreamStory.of(seed);
      byte[] bytes = wire.bytes(story);
      Told all = read(wire, events(wire, bytes)).told();
      assertThat(all.error()).isNull();
      StreamFraming framing = wire.framing();
      List<SseEvent> whole = new ArrayList<>(framing.feed(new byte[0]));
      int end = 0;
      Random random = new Random(seed);
      String before = "";
      int errors = 0;
      for (int cut = 0; cut <= bytes.length; cut++) {
        List<SseEvent> more =
            cut == 0 ? List.of() : framing.feed(Arrays.copyOfRange(bytes, cut - 1, cut));
        whole.addAll(more);
        end = more.isEmpty() ? end : cut;
        if (seed > 0 && random.nextInt(8) > 0 && cut < bytes.length) {
          continue; // one is cut at every byte
        }
        List<SseEvent> events = new ArrayList<>(whole);
        events.addAll(events(wire, Arrays.copyOfRange(bytes, end, cut)));
        Cut at = read(wire, events);
        String now = events.size() + " " + at.told();
        if (!now.equals(before)) { // otherwise it is as it was at the byte before
          before = now;
          errors += check(at, all, "seed " + seed + " cut at " + cut) ? 1 : 0;
        }
      }
      assertThat(errors).as("seed %d", seed).isPositive();
    }
  }

  /** Whether an error ended it. */
  private static boolean check(Cut cut, Told all, String at) {
    Told told = cut.told();
    assertThat(cut.usage()).as(at).isEqualTo(told.usage());
    if (told.usage() != null && told.error() == null) {
      assertThat(told.usage().getInput()).as(at).isEqualTo(input(all));
    }
    if (told.error() == null) {
      assertThat(told.choices()).as(at).isEqualTo(all.choices());
    }
    for (CallerRules rules : Callers.all()) {
      if (!cut.events().isEmpty()) { // with nothing to show, the error is the whole answer
        assertThat(rules.stream(told, RecordedAnswer.stream(cut.events(), Callers.dialect(rules))))
            .as("%s, for a caller of %s", at, rules.dialect())
            .isEmpty();
      }
    }
    return told.error() != null;
  }

  private static @Nullable Long input(Told all) {
    return Objects.requireNonNull(all.usage()).getInput();
  }

  private static List<SseEvent> events(ProviderWire wire, byte[] bytes) {
    StreamFraming framing = wire.framing();
    List<SseEvent> events = new ArrayList<>(framing.feed(bytes));
    events.addAll(framing.end());
    assertThat(framing.broken()).isEmpty();
    return events;
  }

  /**
   * What is known of a stream that has ended.
   *
   * @param events as they are told on
   * @param usage that the reader knows of
   */
  private record Cut(List<ReplyEvents> events, Told told, @Nullable TokenUsage usage) {}

  /** As a provider's worker takes it: what is short of its end is an error. */
  private static Cut read(ProviderWire wire, List<SseEvent> events) {
    StreamReader reader = wire.reader();
    List<ReplyEvents> read = new ArrayList<>();
    for (SseEvent event : events) {
      ReplyEvents some = reader.read(event);
      if (!some.getEvents().isEmpty()) {
        read.add(some);
      }
    }
    long errors =
        read.stream()
            .flatMap(some -> some.getEvents().stream())
            .filter(event -> event.getKind() == EventKind.ERROR)
            .count();
    assertThat(errors).isEqualTo(reader.failure().isPresent() ? 1 : 0);
    if (!reader.finished()) {
      CanonicalEvent error = Canonical.event(EventKind.ERROR);
      error.setError(
          Canonical.error(
              ErrorKind.PROVIDER_MALFORMED, 0, "The provider's stream ended before its end."));
      String dialect = read.isEmpty() ? "" : read.getFirst().getDialect();
      read.add(Canonical.events(dialect, List.of(error)));
    }
    List<ReplyEvents> content =
        read.stream()
            .filter(some ->
                some.getEvents().stream().anyMatch(event -> event.getKind() != EventKind.ERROR))
            .toList();
    Told told = RecordedAnswer.told(read);
    return new Cut(content.isEmpty() ? List.of() : read, told, reader.usage().orElse(null));
  }
}
