package dev.sluice.dialects.completions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.error.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompletionsStreamTest {
  private static CanonicalEvent text(int choice, String text) {
    CanonicalEvent event = Canonical.event(EventKind.TEXT_DELTA);
    event.setChoice(choice);
    event.setText(text);
    return event;
  }

  private static CanonicalEvent finish(int choice, FinishReason reason) {
    CanonicalEvent event = Canonical.event(EventKind.FINISH);
    event.setChoice(choice);
    event.setFinishReason(reason);
    return event;
  }

  private static List<String> written(CanonicalEvent... events) {
    StreamWriter writer = new CompletionsDialect().stream(new ReplyContext("req-1", "m", 1, true));
    List<SseEvent> written = new ArrayList<>(writer.write(Canonical.events("", List.of(events))));
    written.addAll(writer.end(Map.of()));
    return written.stream().map(SseEvent::text).toList();
  }

  @Test
  void shouldTellAnErrorAndNoStopWhereAChoiceEndsInOne() {
    List<String> told = written(text(0, "half a"), finish(0, FinishReason.ERROR));

    assertThat(told).hasSize(3).noneMatch(event -> event.contains("\"stop\""));
    assertThat(told.get(1)).contains("\"error\":{", "\"code\":\"provider_error\"");
    assertThat(told.getLast()).isEqualTo("[DONE]");
  }

  @Test
  void shouldTellAnErrorWhereAChoiceEndsInOneBeforeItSaidAnything() {
    List<String> told = written(finish(0, FinishReason.ERROR));

    assertThat(told).hasSize(2);
    assertThat(told.getFirst()).contains("\"error\":{");
  }

  @Test
  void shouldTellTheProvidersErrorAndNoOtherWhereThereIsOne() {
    CanonicalEvent error = Canonical.event(EventKind.ERROR);
    error.setError(Canonical.error(ErrorKind.PROVIDER_OVERLOADED, 0, "Too much to do."));

    List<String> told = written(text(0, "half a"), finish(0, FinishReason.ERROR), error);

    assertThat(told).hasSize(3).noneMatch(event -> event.contains("\"stop\""));
    assertThat(told.get(1)).contains("Too much to do.");
  }

  @Test
  void shouldTellHowTheOtherChoicesEnded() {
    List<String> told =
        written(
            text(0, "a"),
            text(1, "b"),
            finish(0, FinishReason.ERROR),
            finish(1, FinishReason.LENGTH));

    assertThat(told).filteredOn(event -> event.contains("\"finish_reason\":\"")).hasSize(1);
    assertThat(told).anyMatch(event -> event.contains("\"finish_reason\":\"length\""));
    assertThat(told).filteredOn(event -> event.contains("\"error\":{")).hasSize(1);
  }
}
