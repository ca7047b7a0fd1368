package dev.sluice.dialects.eventstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialects.sse.SseEvent;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** Messages are made by AWS's own library. */
final class EventStreamParserTest {
  private static final int BOUND = 4096;

  @Test
  void shouldReadTheEventsHoweverTheBytesAreSplit() {
    byte[] whole = joined(event("one", "{\"a\":1}"), event("two", ""), event("three", "{}"));
    for (int seed = 0; seed < 200; seed++) {
      // Given
      var random = new Random(seed);
      var parser = new EventStreamParser(BOUND);
      List<String> events = new ArrayList<>();

      // When
      for (int from = 0; from < whole.length; ) {
        int to = Math.min(whole.length, from + 1 + random.nextInt(1 + seed));
        parser.feed(Arrays.copyOfRange(whole, from, to)).forEach(e -> events.add(shown(e)));
        from = to;
      }

      // Then
      assertThat(events).containsExactly("one {\"a\":1}", "two ", "three {}");
      assertThat(parser.broken()).isEmpty();
    }
  }

  @Test
  void shouldPassOverHeadersOfEveryType() {
    // Given
    Map<String, HeaderValue> headers = new LinkedHashMap<>();
    headers.put("yes", HeaderValue.fromBoolean(true));
    headers.put("no", HeaderValue.fromBoolean(false));
    headers.put("int", HeaderValue.fromInteger(3));
    headers.put("long", HeaderValue.fromLong(4));
    headers.put("bytes", HeaderValue.fromByteArray(new byte[] {1, 2, 3}));
    headers.put("time", HeaderValue.fromTimestamp(Instant.ofEpochSecond(1)));
    headers.put("uuid", HeaderValue.fromUuid(new UUID(1, 2)));
    headers.put(":event-type", HeaderValue.fromString("last"));

    // When
    List<SseEvent> events = new EventStreamParser(BOUND).feed(encoded(headers, "{}"));

    // Then
    assertThat(events).extracting(EventStreamParserTest::shown).containsExactly("last {}");
  }

  /** AWS's library writes no values for these two types. */
  @Test
  void shouldPassOverBytesAndShorts() {
    // Given
    var headers = new ByteArrayOutputStream();
    headers.writeBytes(new byte[] {1, 'b', 2, 9});
    headers.writeBytes(new byte[] {1, 's', 3, 9, 9});
    headers.writeBytes(new byte[] {11, ':', 'e', 'v', 'e', 'n', 't', '-', 't', 'y', 'p', 'e'});
    headers.writeBytes(new byte[] {7, 0, 1, 'x'});

    // When
    List<SseEvent> events = new EventStreamParser(BOUND).feed(framed(headers.toByteArray()));

    // Then
    assertThat(events).extracting(EventStreamParserTest::shown).containsExactly("x ");
  }

  @ParameterizedTest
  @ValueSource(bytes = {7, 10, -1})
  void shouldRefuseHeadersThatDoNotAddUp(byte type) {
    // Given
    var parser = new EventStreamParser(BOUND);

    // When
    List<SseEvent> events = parser.feed(framed(new byte[] {1, 'b', type, 9, 9, 9}));

    // Then
    assertThat(events).isEmpty();
    assertThat(parser.broken()).hasValue("the headers of a message cannot be read");
  }

  @Test
  void shouldTellExceptionsAndErrorsByName() {
    // Given
    byte[] exception =
        encoded(
            Map.of(
                ":message-type", HeaderValue.fromString("exception"),
                ":exception-type", HeaderValue.fromString("throttlingException")),
            "{\"message\":\"slow\"}");
    byte[] error =
        encoded(
            Map.of(
                ":message-type", HeaderValue.fromString("error"),
                ":error-code", HeaderValue.fromString("InternalFailure"),
                ":error-message", HeaderValue.fromString("no \"luck\"")),
            "");

    // When
    List<SseEvent> events = new EventStreamParser(BOUND).feed(joined(exception, error));

    // Then
    assertThat(events)
        .extracting(EventStreamParserTest::shown)
        .containsExactly(
            "throttlingException {\"message\":\"slow\"}",
            "error {\"code\":\"InternalFailure\",\"message\":\"no \\\"luck\\\"\"}");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 9, 14, 60, 68})
  void shouldBreakAtADamagedByteAndKeepWhatCameBefore(int at) {
    // Given
    byte[] good = event("one", "{}");
    byte[] damaged = event("two", "{\"text\":\"hello\"}");
    damaged[at] ^= 0x10;
    var parser = new EventStreamParser(BOUND);

    // When
    List<SseEvent> events = parser.feed(joined(good, damaged, good));

    // Then
    assertThat(events).extracting(EventStreamParserTest::shown).containsExactly("one {}");
    assertThat(parser.broken()).hasValueSatisfying(why -> assertThat(why).contains("checksum"));
    assertThat(parser.feed(good)).isEmpty();
  }

  @Test
  void shouldRefuseAMessageThatIsLargerThanTheBoundBeforeItHasCome() {
    // Given
    byte[] large = event("one", "x".repeat(BOUND));
    var parser = new EventStreamParser(BOUND);

    // When
    parser.feed(Arrays.copyOf(large, 12));

    // Then
    assertThat(parser.broken()).hasValue("an event of the stream is larger than allowed");
  }

  @Test
  void shouldRefuseLengthsThatCannotBe() {
    // Given
    byte[] prelude = ByteBuffer.allocate(12).putInt(40).putInt(30).array();
    ByteBuffer.wrap(prelude).putInt(8, crc(prelude, 8));
    var parser = new EventStreamParser(BOUND);

    // When
    parser.feed(prelude);

    // Then
    assertThat(parser.broken()).hasValue("the lengths of a message are impossible");
  }

  @Test
  void shouldGiveNoEventForAMessageThatWasCut() {
    // Given
    byte[] whole = event("one", "{}");
    var parser = new EventStreamParser(BOUND);

    // When
    List<SseEvent> events = new ArrayList<>(parser.feed(Arrays.copyOf(whole, whole.length - 1)));
    events.addAll(parser.end());

    // Then
    assertThat(events).isEmpty();
    assertThat(parser.broken()).isEmpty();
  }

  /** A message without a payload, put together by hand. */
  private static byte[] framed(byte[] headers) {
    int length = 16 + headers.length;
    ByteBuffer message = ByteBuffer.allocate(length).putInt(length).putInt(headers.length);
    message.putInt(crc(message.array(), 8)).put(headers);
    return message.putInt(crc(message.array(), length - 4)).array();
  }

  private static int crc(byte[] bytes, int length) {
    var crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static byte[] event(String type, String payload) {
    Map<String, HeaderValue> headers = new LinkedHashMap<>();
    headers.put(":event-type", HeaderValue.fromString(type));
    headers.put(":message-type", HeaderValue.fromString("event"));
    return encoded(headers, payload);
  }

  private static byte[] encoded(Map<String, HeaderValue> headers, String payload) {
    var out = new ByteArrayOutputStream();
    new Message(headers, payload.getBytes(StandardCharsets.UTF_8)).encode(out);
    return out.toByteArray();
  }

  private static byte[] joined(byte[]... messages) {
    var out = new ByteArrayOutputStream();
    for (byte[] message : messages) {
      out.writeBytes(message);
    }
    return out.toByteArray();
  }

  private static String shown(SseEvent event) {
    return event.name() + " " + event.text();
  }
}
