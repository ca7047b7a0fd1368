package dev.sluice.provider.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.provider.calls.Attempt;
import dev.sluice.provider.calls.Attempts;
import dev.sluice.provider.calls.CallBounds;
import dev.sluice.provider.calls.CallLimits;
import dev.sluice.provider.calls.CallServices;
import dev.sluice.provider.calls.FailureLog;
import dev.sluice.provider.calls.MemorySink;
import dev.sluice.provider.calls.SendResult;
import dev.sluice.provider.catalog.Endpoints;
import dev.sluice.provider.http.Lanes;
import dev.sluice.provider.media.MediaBounds;
import dev.sluice.provider.media.RemoteMedia;
import dev.sluice.provider.metric.ProviderMetrics;
import dev.sluice.schemas.attempt.AttemptEventKind;
import dev.sluice.schemas.attempt.FailedFate;
import dev.sluice.schemas.config.Unsupported;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.kafka.BrokerClock;
import dev.sluice.schemas.money.PriceBooks;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.topic.TopicSizing;
import dev.sluice.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The loop with records from memory. No provider is configured, so calls end at once. */
class DispatchConsumerTest {
  private static final int SLOTS = 2;

  private final Topics topics = new Topics(Topics.DEFAULT_PREFIX, TopicSizing.embedded(4 << 20));
  private final Codecs codecs = Codecs.of("mock://dispatch-consumer-test");
  private final BrokerClock clock = new BrokerClock(InstantSource.system());
  private final MemorySource source = new MemorySource(2);
  private final MemorySink sink = new MemorySink();
  private final Slots slots = new Slots(SLOTS, 1 << 20);
  private final List<String> undecodable = new CopyOnWriteArrayList<>();
  private final Lanes lanes = Lanes.start(1, 10);
  private volatile Set<String> providers = Set.of("openai");
  private volatile String cancelledRequest = "";
  private DispatchConsumer consumer;

  @BeforeEach
  void start() {
    var handOver =
        new HandOver(
            services(),
            lanes,
            new RunningCalls(),
            attempt -> attempt.requestId().equals(cancelledRequest),
            topics);
    consumer =
        new DispatchConsumer(
            "test-consumer",
            () -> source,
            new DispatchReader(topics, codecs, false, clock),
            handOver,
            slots,
            (delivered, reason, then) -> {
              undecodable.add(reason);
              then.accept(new SendResult.Written());
            },
            () -> providers);
    consumer.start();
  }

  @AfterEach
  void stop() {
    sink.acknowledge();
    consumer.close();
    lanes.close();
  }

  @Test
  void shouldReadTopicsOfProvidersAsTheyCome() {
    await().until(() -> source.subscribed.equals(Set.of("sluice.dispatch.openai")));

    providers = Set.of("openai", "mistral");

    await()
        .until(() ->
            source.subscribed.equals(Set.of("sluice.dispatch.openai", "sluice.dispatch.mistral")));
  }

  @Test
  void shouldAcknowledgeWhenTheStartIsInTheLog() {
    sink.withholding = true;
    dispatch(Attempts.attempt().make(), 1);
    await().until(() -> sink.count(AttemptEventKind.STARTED) == 1);
    await().during(Duration.ofMillis(100)).until(() -> source.accepted.isEmpty());

    sink.acknowledge();

    await().until(() -> source.accepted.equals(List.of(0L)));
    await().until(() -> slots.used() == 0);
  }

  @Test
  void shouldReleaseAndTellWhenTheStartCannotBeWritten() {
    sink.losing = true;

    dispatch(Attempts.attempt().make(), 1);

    await().until(() -> source.released.equals(List.of(0L)));
    assertThat(source.accepted).isEmpty();
    await().until(() -> slots.used() == 0);
  }

  @Test
  void shouldNotPollWhenSlotsAreTaken() {
    sink.withholding = true;
    dispatch(Attempts.attempt().make(), 1);
    await().until(() -> slots.used() == 1);
    dispatch(Attempts.attempt().make(), 1);
    await().during(Duration.ofMillis(200)).until(() -> source.waiting.size() == 1);

    sink.acknowledge();

    await().until(() -> source.accepted.size() == 2);
  }

  @Test
  void shouldAcknowledgeWithoutAPollWhenSlotsAreTaken() {
    sink.withholding = true;
    dispatch(Attempts.attempt().make(), 1);
    await().until(() -> sink.count(AttemptEventKind.STARTED) == 1);
    slots.take(1);

    sink.acknowledge();

    await().until(() -> source.accepted.equals(List.of(0L)));
    slots.giveBack(1);
  }

  @Test
  void shouldTurnBackWhenDeliveredBefore() {
    dispatch(Attempts.attempt().make(), 2);

    await().until(() -> source.accepted.size() == 1);
    assertThat(sink.failures).hasSize(1);
    assertThat(sink.failures.getFirst().getFate()).isEqualTo(FailedFate.FATE_UNKNOWN);
    assertThat(sink.count(AttemptEventKind.STARTED)).isZero();
  }

  @Test
  void shouldTurnBackWhenCancelled() {
    Attempt attempt = Attempts.attempt().make();
    cancelledRequest = attempt.requestId();

    dispatch(attempt, 1);

    await().until(() -> source.accepted.size() == 1);
    assertThat(sink.failures.getFirst().getFate()).isEqualTo(FailedFate.NOT_CALLED);
    assertThat(sink.failures.getFirst().getError().getKind())
        .isEqualTo(ErrorKind.CANCELLED.wireName());
  }

  @Test
  void shouldTakeAnAttemptOnceWhenItComesTwice() {
    Attempt attempt = Attempts.attempt().make();

    dispatch(attempt, 1);
    dispatch(attempt, 2);

    await().until(() -> source.accepted.size() == 2);
    assertThat(sink.count(AttemptEventKind.STARTED)).isEqualTo(1);
    await().until(() -> sink.failures.size() == 1);
    assertThat(sink.failures.getFirst().getFate()).isEqualTo(FailedFate.FAILED);
  }

  @Test
  void shouldTellAndGoOnWhenARecordCannotBeRead() {
    source.add("sluice.dispatch.openai", "no avro".getBytes(StandardCharsets.UTF_8), 1);
    dispatch(Attempts.attempt().make(), 1);

    await().until(() -> source.accepted.size() == 2);
    assertThat(undecodable).hasSize(1);
    assertThat(sink.count(AttemptEventKind.STARTED)).isEqualTo(1);
  }

  private void dispatch(Attempt attempt, int deliveries) {
    source.add(
        "sluice.dispatch.openai",
        codecs.of(topics.dispatch("openai", false)).encode(attempt.dispatch()),
        deliveries);
  }

  private CallServices services() {
    return new CallServices(
        "worker-1",
        sink,
        clock,
        () -> Endpoints.NONE,
        version -> PriceBooks.resolve(version, any -> Optional.empty()),
        project -> Unsupported.DROP,
        new RemoteMedia(MediaBounds.DEFAULTS, Runnable::run),
        new CanonicalCodec(),
        CallLimits.DEFAULTS,
        CallBounds.under(5 << 20),
        new ProviderMetrics(new SimpleMeterRegistry()),
        new FailureLog(),
        Runnable::run);
  }
}
