package dev.sluice.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.error.ErrorKind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An event that cannot be read, after an answer that seems to be complete. */
final class CutEndTest {
  private static final SseEvent GARBLED = SseEvent.of("{\"type\":\"x\",\"choices\":[{\"ind");

  /** Each dialect, with an event that ends its answer. */
  static Stream<Arguments> dialects() {
    return Stream.of(
        Arguments.of(
            "openai",
            "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}"),
        Arguments.of(
            "anthropic",
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":1}}"),
        Arguments.of(
            "gemini",
            "{\"candidates\":[{\"index\":0,\"content\":{\"parts\":[{\"text\":\"x\"}]},\"finishReason\":\"STOP\"}]}"),
        Arguments.of(
            "cohere", "{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"COMPLETE\"}}"));
  }

  private static StreamReader reader(String dialect) {
    return Dialects.provider(dialect).orElseThrow().stream(
        new ProviderCall("m", dialect, null, true));
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void shouldTakeNothingAwayWhereItIsTheCutEnd(String dialect, String last) {
    // Given
    StreamReader reader = reader(dialect);
    reader.read(SseEvent.of(last));

    // When
    List<CanonicalEvent> events = reader.read(GARBLED).getEvents();

    // Then
    assertThat(events).isEmpty();
    assertThat(reader.finished()).isTrue();
    assertThat(reader.failure()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void shouldFailWhereSomethingComesAfterIt(String dialect, String last) {
    for (String next : List.of("[DONE]", last)) {
      // Given
      StreamReader reader = reader(dialect);
      reader.read(SseEvent.of(last));
      reader.read(GARBLED);

      // When
      List<CanonicalEvent> events = reader.read(SseEvent.of(next)).getEvents();

      // Then
      assertThat(events).extracting(CanonicalEvent::getKind).containsExactly(EventKind.ERROR);
      assertThat(reader.failure().orElseThrow().kind()).isEqualTo(ErrorKind.PROVIDER_MALFORMED);
      assertThat(reader.read(SseEvent.of(last)).getEvents()).isEmpty();
    }
  }
}
