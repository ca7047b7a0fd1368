package dev.sluice.dialects.cohere;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.error.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CohereStreamTest {
  private final StreamReader reader =
      new CohereDialect().stream(new ProviderCall("m", "cohere", null, true));

  private List<CanonicalEvent> read(String... data) {
    List<CanonicalEvent> events = new ArrayList<>();
    for (String piece : data) {
      events.addAll(reader.read(SseEvent.of(piece)).getEvents());
    }
    return events;
  }

  private static String start(String arguments) {
    return "{\"type\":\"tool-call-start\",\"index\":0,\"delta\":{\"message\":{\"tool_calls\":{\"id\":\"f_1\","
        + "\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\""
        + arguments
        + "\"}}}}}";
  }

  private static String delta(String arguments) {
    return "{\"type\":\"tool-call-delta\",\"index\":0,\"delta\":{\"message\":{\"tool_calls\":{\"function\":"
        + "{\"arguments\":\""
        + arguments
        + "\"}}}}}";
  }

  private static String arguments(List<CanonicalEvent> events) {
    var arguments = new StringBuilder();
    for (CanonicalEvent event : events) {
      if (event.getKind() == EventKind.TOOL_ARGS_DELTA) {
        arguments.append(event.getText());
      }
    }
    return arguments.toString();
  }

  @ParameterizedTest
  @CsvSource({"'', ''", "null, ''", "nu, ll", "'', ' null '", "{, }"})
  void shouldTellNoArgumentsAsAnEmptyObject(String first, String second) {
    List<CanonicalEvent> events =
        read(start(first), delta(second), "{\"type\":\"tool-call-end\",\"index\":0}");

    assertThat(arguments(events)).isEqualTo("{}");
  }

  @Test
  void shouldTellArgumentsThatBeganLikeNone() {
    assertThat(arguments(read(start("nu"), delta("mber"), delta("!")))).isEqualTo("number!");
  }

  @Test
  void shouldEndACallThatWasNotEndedWhenTheMessageEnds() {
    List<CanonicalEvent> events =
        read(start(""), "{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"COMPLETE\"}}");

    assertThat(arguments(events)).isEqualTo("{}");
    assertThat(events.getLast().getFinishReason()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(reader.finished()).isTrue();
    assertThat(reader.closed()).isFalse();
  }

  @Test
  void shouldKeepCitationsAndEventsThatItDoesNotKnow() {
    List<CanonicalEvent> events =
        read("{\"type\":\"citation-start\",\"index\":0}", "{\"type\":\"debug\",\"prompt\":\"x\"}");

    assertThat(events).extracting(CanonicalEvent::getKind).containsOnly(EventKind.EXTRAS);
  }

  @Test
  void shouldTellUsageAndFailureWhenTheProviderGivesUp() {
    List<CanonicalEvent> events =
        read(
            "{\"type\":\"content-delta\",\"index\":0,\"delta\":{\"message\":{\"content\":{\"text\":\"Hel\"}}}}",
            "{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"ERROR\",\"error\":\"out of memory\","
                + "\"usage\":{\"billed_units\":{\"input_tokens\":3,\"output_tokens\":1.0}}}}");

    assertThat(events)
        .extracting(CanonicalEvent::getKind)
        .containsExactly(EventKind.TEXT_DELTA, EventKind.USAGE, EventKind.ERROR);
    assertThat(reader.failure().orElseThrow().kind()).isEqualTo(ErrorKind.PROVIDER_ERROR);
    assertThat(reader.failure().orElseThrow().info().getMessage()).isEqualTo("out of memory");
    assertThat(reader.usage().orElseThrow().getOutput()).isEqualTo(1);
    assertThat(read("{\"type\":\"content-delta\"}")).isEmpty();
  }

  @Test
  void shouldTakeAnEventThatIsNotJsonAsAFailure() {
    assertThat(read("{\"type\":"))
        .extracting(CanonicalEvent::getKind)
        .containsExactly(EventKind.ERROR);
    assertThat(reader.failure().orElseThrow().kind()).isEqualTo(ErrorKind.PROVIDER_MALFORMED);
  }

  @Test
  void shouldTakeABareMessageAsAnError() {
    read("{\"message\":\"too many tokens: 12\"}");

    assertThat(reader.failure().orElseThrow().kind()).isEqualTo(ErrorKind.CONTEXT_LENGTH);
  }
}
