package dev.sluice.observability.latency;

import static dev.sluice.observability.ObservabilityFixture.DEPLOYMENT;
import static dev.sluice.observability.ObservabilityFixture.NOW;
import static dev.sluice.observability.ObservabilityFixture.failed;
import static dev.sluice.observability.ObservabilityFixture.succeeded;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.observability.ObservabilityFixture;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptEventKind;
import dev.sluice.schemas.attempt.AttemptStatus;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.metric.LatencyWindow;
import dev.sluice.schemas.usage.Usages;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatencyWindowsTest {
  private static final Duration BOTH_STAGES = Duration.ofSeconds(3);
  private static final Instant MINUTE = NOW.truncatedTo(ChronoUnit.MINUTES);
  private ObservabilityFixture observability;

  @BeforeEach
  void open(@TempDir Path stateDir) {
    observability = new ObservabilityFixture(stateDir);
  }

  @AfterEach
  void close() {
    observability.close();
  }

  @Test
  void shouldGivePercentilesOfAMinute() {
    LongStream.rangeClosed(1, 1_000).forEach(ms -> observability.attempt(succeeded(ms)));

    observability.pass(BOTH_STAGES);

    LatencyWindow window = window(MINUTE);
    assertThat(window.getDeployment()).isEqualTo(DEPLOYMENT);
    assertThat(window.getProvider()).isEqualTo("openai");
    assertThat(window.getWindowStartMs()).isEqualTo(MINUTE.toEpochMilli());
    assertThat(window.getWindowS()).isEqualTo(60);
    assertThat(window.getAttempts()).isEqualTo(1_000);
    assertThat(window.getSucceeded()).isEqualTo(1_000);
    assertThat(window.getLatency().getCount()).isEqualTo(1_000);
    assertThat(window.getLatency().getP50Ms()).isCloseTo(500, within(6.0));
    assertThat(window.getLatency().getP99Ms()).isCloseTo(990, within(11.0));
    assertThat(window.getLatency().getMaxMs()).isCloseTo(1_000, within(11.0));
    assertThat(window.getLatency().getSketch().hasRemaining()).isTrue();
    assertThat(window.getTtft().getCount()).isZero();
    assertThat(window.getTtft().getP50Ms()).isNull();
    assertThat(window.getInputTokens()).isEqualTo(10_000);
    assertThat(window.getOutputTokens()).isEqualTo(20_000);
  }

  @Test
  void shouldSendOneDeltaHoweverManyAttempts() {
    LongStream.rangeClosed(1, 500).forEach(ms -> observability.attempt(succeeded(ms)));

    observability.pass(BOTH_STAGES);

    assertThat(observability.count("attempts")).isEqualTo(500);
    assertThat(observability.count("deltas")).isEqualTo(1);
  }

  @Test
  void shouldTellErrorsByKindAndLeaveThemOutOfTheLatency() {
    observability.attempt(succeeded(100));
    observability.attempt(failed(ErrorKind.PROVIDER_OVERLOADED));
    observability.attempt(failed(ErrorKind.PROVIDER_OVERLOADED));
    observability.attempt(failed(ErrorKind.FIRST_TOKEN_TIMEOUT));
    AttemptEvent cancelled = succeeded(1);
    cancelled.setStatus(AttemptStatus.CANCELLED);
    observability.attempt(cancelled);
    AttemptEvent strange = failed(ErrorKind.PROVIDER_ERROR);
    strange.setErrorKind("from-a-newer-version-" + System.nanoTime());
    observability.attempt(strange);

    observability.pass(BOTH_STAGES);

    LatencyWindow window = window(MINUTE);
    assertThat(window.getAttempts()).isEqualTo(6);
    assertThat(window.getSucceeded()).isEqualTo(1);
    assertThat(window.getLatency().getCount()).isEqualTo(1);
    assertThat(window.getErrorsByKind())
        .containsOnly(
            Map.entry("provider_overloaded", 2L),
            Map.entry("first_token_timeout", 1L),
            Map.entry("cancelled", 1L),
            Map.entry("internal", 1L));
  }

  @Test
  void shouldCountTheTimeToFirstTokenWhereThereWasOne() {
    AttemptEvent streamed = succeeded(900);
    streamed.setTtftMs(50L);
    observability.attempt(streamed);
    observability.attempt(succeeded(900));

    observability.pass(BOTH_STAGES);

    LatencyWindow window = window(MINUTE);
    assertThat(window.getTtft().getCount()).isEqualTo(1);
    assertThat(window.getTtft().getP50Ms()).isCloseTo(50, within(1.0));
  }

  @Test
  void shouldLeaveUnknownUsageOutOfTheTokens() {
    AttemptEvent unknown = succeeded(5);
    unknown.setUsage(Usages.unknown());
    observability.attempt(unknown);

    observability.pass(BOTH_STAGES);

    assertThat(window(MINUTE).getInputTokens()).isZero();
  }

  @Test
  void shouldMergeWhatComesLaterAndOutOfOrder() {
    observability.attempt(succeeded(10), MINUTE.plusSeconds(50));
    observability.pass(BOTH_STAGES);
    observability.windows();

    observability.attempt(succeeded(20), MINUTE.plusSeconds(70));
    observability.attempt(succeeded(30), MINUTE.plusSeconds(5));
    observability.attempt(succeeded(40), MINUTE.minusSeconds(1));
    observability.pass(BOTH_STAGES);

    Map<String, LatencyWindow> windows = observability.windows();
    assertThat(windows).hasSize(3);
    assertThat(at(windows, MINUTE).getAttempts()).isEqualTo(2);
    assertThat(at(windows, MINUTE).getUpdatedAtMs())
        .isEqualTo(MINUTE.plusSeconds(50).toEpochMilli());
    assertThat(at(windows, MINUTE.plusSeconds(60)).getAttempts()).isEqualTo(1);
    assertThat(at(windows, MINUTE.minusSeconds(60)).getAttempts()).isEqualTo(1);
  }

  @Test
  void shouldLeaveOutWhatComesAfterTheWindowClosed() {
    observability.attempt(succeeded(10));
    observability.pass(BOTH_STAGES);
    observability.windows();

    observability.attempt(succeeded(20), NOW.minus(WindowProcessor.OPEN).minusSeconds(120));
    observability.pass(BOTH_STAGES);

    assertThat(observability.windows()).isEmpty();
    assertThat(observability.count("late")).isEqualTo(1);
  }

  @Test
  void shouldGoOnCountingAWindowThatWasWritten() {
    for (int i = 0; i < 4; i++) {
      observability.attempt(succeeded(10));
      observability.pass(BOTH_STAGES);
    }

    assertThat(window(MINUTE).getAttempts()).isEqualTo(4);
  }

  @Test
  void shouldWriteNothingWhenIdle() {
    observability.attempt(succeeded(10));
    observability.pass(BOTH_STAGES);
    observability.windows();

    observability.pass(Duration.ofMinutes(5));

    assertThat(observability.windows()).isEmpty();
  }

  @Test
  void shouldLeaveOutWhatIsNotAnOutcome() {
    AttemptEvent started = succeeded(1);
    started.setKind(AttemptEventKind.STARTED);
    observability.attempt(started);

    observability.pass(BOTH_STAGES);

    assertThat(observability.windows()).isEmpty();
    assertThat(observability.deadLetters()).isEmpty();
  }

  @Test
  void shouldSetAsideWhatCannotBeRead() {
    observability.attemptBytes("not avro".getBytes(StandardCharsets.UTF_8), NOW);
    observability.attempt(succeeded(1));

    observability.pass(BOTH_STAGES);

    assertThat(observability.deadLetters())
        .singleElement()
        .satisfies(letter -> {
          assertThat(letter.getTopic()).isEqualTo("sluice.attempts");
          assertThat(letter.getRole()).isEqualTo("observability-stream");
        });
    assertThat(window(MINUTE).getAttempts()).isEqualTo(1);
  }

  @Test
  void shouldNotDependOnHowAttemptsArePutTogether() {
    Random random = new Random(11);
    long[] spans = LongStream.generate(() -> random.nextInt(30_000)).limit(400).toArray();
    for (long span : spans) {
      observability.attempt(succeeded(span), MINUTE.plusMillis(random.nextInt(60_000)));
      if (random.nextInt(50) == 0) {
        observability.pass(Duration.ofSeconds(1));
      }
    }
    Sketch direct = Sketch.empty();
    LongStream.of(spans).forEach(direct::add);

    observability.pass(BOTH_STAGES);

    assertThat(window(MINUTE).getLatency()).isEqualTo(direct.forReading());
  }

  private LatencyWindow window(Instant start) {
    return at(observability.windows(), start);
  }

  private static LatencyWindow at(Map<String, LatencyWindow> windows, Instant start) {
    return requireNonNull(windows.get(DEPLOYMENT + "|" + start.toEpochMilli()));
  }
}
