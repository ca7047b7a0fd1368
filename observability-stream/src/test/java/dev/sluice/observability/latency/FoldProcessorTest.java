package dev.sluice.observability.latency;

import static dev.sluice.observability.ObservabilityFixture.CODECS;
import static dev.sluice.observability.ObservabilityFixture.NOW;
import static dev.sluice.observability.ObservabilityFixture.TOPICS;
import static dev.sluice.observability.ObservabilityFixture.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.observability.ObservabilityMetrics;
import dev.sluice.schemas.metric.LatencyWindow;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

/** When deltas leave a task, and when its offsets may be committed. */
class FoldProcessorTest {
  private final CommitGate gate = new CommitGate();

  @Test
  void shouldCommitOnlyWhenNoTaskHoldsAnything() {
    MockProcessorContext<String, SpecificRecord> one = new MockProcessorContext<>();
    MockProcessorContext<String, SpecificRecord> other = new MockProcessorContext<>();
    processor(one).process(outcome(NOW));
    processor(other).process(outcome(NOW));

    tick(one);
    assertThat(one.committed()).isFalse();

    tick(other);
    assertThat(other.committed()).isTrue();
  }

  @Test
  void shouldSendWhatIsLeftWhenItsTaskEnds() {
    MockProcessorContext<String, SpecificRecord> context = new MockProcessorContext<>();
    FoldProcessor processor = processor(context);
    processor.process(outcome(NOW));

    processor.close();

    assertThat(deltas(context))
        .singleElement()
        .extracting(LatencyWindow::getAttempts)
        .isEqualTo(1L);
    assertThat(gate.release(this)).isTrue();
  }

  @Test
  void shouldNotMixSecondsThatAreFarApart() {
    MockProcessorContext<String, SpecificRecord> context = new MockProcessorContext<>();
    FoldProcessor processor = processor(context);

    for (int second = 0; second < 9; second++) {
      processor.process(outcome(NOW.plus(Duration.ofSeconds(second))));
    }
    tick(context);

    assertThat(deltas(context)).extracting(LatencyWindow::getAttempts).containsExactly(3L, 3L, 3L);
  }

  @Test
  void shouldStartAfreshWhenItsTaskIsRevived() {
    MockProcessorContext<String, SpecificRecord> context = new MockProcessorContext<>();
    FoldProcessor processor = processor(context);
    processor.process(outcome(NOW));

    processor.init(context);
    processor.process(outcome(NOW));
    context.scheduledPunctuators().get(1).getPunctuator().punctuate(NOW.toEpochMilli());

    assertThat(deltas(context))
        .singleElement()
        .extracting(LatencyWindow::getAttempts)
        .isEqualTo(1L);
  }

  private FoldProcessor processor(MockProcessorContext<String, SpecificRecord> context) {
    FoldProcessor processor =
        new FoldProcessor(
            CODECS.of(TOPICS.attempts()),
            CODECS.registry(),
            new ObservabilityMetrics(new SimpleMeterRegistry()),
            gate);
    processor.init(context);
    return processor;
  }

  private static void tick(MockProcessorContext<String, SpecificRecord> context) {
    context.scheduledPunctuators().get(0).getPunctuator().punctuate(NOW.toEpochMilli());
  }

  private static Record<byte[], byte[]> outcome(Instant appended) {
    return new Record<>(
        new byte[0], CODECS.of(TOPICS.attempts()).encode(succeeded(5)), appended.toEpochMilli());
  }

  private static List<LatencyWindow> deltas(MockProcessorContext<String, SpecificRecord> context) {
    return context.forwarded().stream()
        .map(forward -> (LatencyWindow) forward.record().value())
        .toList();
  }
}
