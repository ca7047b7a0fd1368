package dev.sluice.dialects.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SseParserTest {
  private static final String STREAM =
      "\uFEFF: hello\n\n"
          + "data: {\"a\":\"é☾😀\"}   \n\n"
          + "event: one\r\ndata: first\r\ndata:second\r\ndata\r\n\r\n"
          + "id: 7\rretry: 10\rdata: cr\r\r"
          + ": keep-alive\n"
          + "event: empty\n\n"
          + "data:\n\n"
          + "unknown: x\ndata: {\"b\":1}\n\n"
          + "error: {\"message\":\"broken\"}\n\n"
          + "event: last\ndata: [DONE]";

  private static final List<String> EVENTS =
      List.of(
          "null|{\"a\":\"é☾😀\"}   ",
          "one|first\nsecond\n",
          "null|cr",
          "null|",
          "null|{\"b\":1}",
          "error|{\"message\":\"broken\"}",
          "last|[DONE]");

  @Test
  void shouldReadAWholeStream() {
    byte[] bytes = STREAM.getBytes(StandardCharsets.UTF_8);
    assertThat(parse(bytes, bytes.length)).isEqualTo(EVENTS);
  }

  @Test
  void shouldReadTheSameWhereverThePiecesAreCut() {
    byte[] bytes = STREAM.getBytes(StandardCharsets.UTF_8);
    for (int size = 1; size < bytes.length; size++) {
      assertThat(parse(bytes, size)).as("pieces of %d", size).isEqualTo(EVENTS);
    }
    for (int cut = 0; cut <= bytes.length; cut++) {
      var parser = new SseParser(1000);
      List<SseEvent> events = new ArrayList<>(parser.feed(bytes, 0, cut));
      events.addAll(parser.feed(bytes, cut, bytes.length));
      events.addAll(parser.end());
      assertThat(shown(events)).as("cut at %d", cut).isEqualTo(EVENTS);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldReadTheSameInRandomPieces(long seed) {
    var random = new Random(seed);
    byte[] bytes = STREAM.getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 200; round++) {
      var parser = new SseParser(1000);
      List<SseEvent> events = new ArrayList<>();
      int from = 0;
      while (from < bytes.length) {
        int to = Math.min(bytes.length, from + random.nextInt(9));
        events.addAll(parser.feed(bytes, from, to));
        from = to;
      }
      events.addAll(parser.end());
      assertThat(shown(events)).isEqualTo(EVENTS);
    }
  }

  @Test
  void shouldStopAtAnEventThatIsTooLarge() {
    var parser = new SseParser(20);
    byte[] small = "data: ok\n\ndata: ".getBytes(StandardCharsets.UTF_8);
    assertThat(shown(parser.feed(small))).containsExactly("null|ok");
    byte[] endless = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx".getBytes(StandardCharsets.UTF_8);
    assertThat(parser.feed(endless)).isEmpty();
    assertThat(parser.overflowed()).isTrue();
    assertThat(parser.feed(small)).isEmpty();
    assertThat(parser.end()).isEmpty();
  }

  @Test
  void shouldStopAtManyLinesThatAreTooLargeTogether() {
    var parser = new SseParser(20);
    for (int i = 0; i < 10; i++) {
      parser.feed("data: 1234\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(parser.overflowed()).isTrue();
  }

  @Test
  void shouldWriteWhatItReads() {
    List<SseEvent> events =
        List.of(
            SseEvent.of("{\"a\":1}"),
            new SseEvent("ping", "two\nlines".getBytes(StandardCharsets.UTF_8)),
            SseEvent.of("cr\r\nlf"),
            SseEvent.of(""));
    byte[] bytes = SseWriter.bytes(events);
    assertThat(parse(bytes, bytes.length))
        .containsExactly("null|{\"a\":1}", "ping|two\nlines", "null|cr\nlf", "null|");
    assertThat(parse(SseWriter.comment("wait\n\ndata: x"), 3)).isEmpty();
  }

  private static List<String> parse(byte[] bytes, int size) {
    var parser = new SseParser(1000);
    List<SseEvent> events = new ArrayList<>();
    for (int from = 0; from < bytes.length; from += size) {
      events.addAll(parser.feed(bytes, from, Math.min(bytes.length, from + size)));
    }
    events.addAll(parser.end());
    return shown(events);
  }

  private static List<String> shown(List<SseEvent> events) {
    return events.stream().map(event -> event.name() + "|" + event.text()).toList();
  }
}
