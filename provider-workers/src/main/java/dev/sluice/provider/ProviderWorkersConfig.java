package dev.sluice.provider;

import dev.sluice.provider.calls.CallLimits;
import dev.sluice.provider.media.MediaBounds;
import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * One process of provider workers.
 *
 * @param instanceId unique among the workers that live
 * @param host of the admin port
 * @param adminPort 0 picks a free one
 * @param slots interactive calls at the same time
 * @param batchSlots batch calls at the same time, beside the others
 * @param eventLoops threads that calls run on
 * @param limits spans of a call where its dispatch says nothing
 * @param media what may be fetched for a request
 * @param plugins folder of jars, which need not be there
 * @param stopWithin how long running calls may go on when the worker stops
 * @param environment where {@code env:} references are looked up; may hold secrets, so {@link
 *     #toString()} leaves it out
 */
public record ProviderWorkersConfig(
    KafkaSettings kafka,
    Topics topics,
    String instanceId,
    String host,
    int adminPort,
    int slots,
    int batchSlots,
    int eventLoops,
    CallLimits limits,
    MediaBounds media,
    Path plugins,
    Duration stopWithin,
    Map<String, String> environment) {
  public static final int DEFAULT_SLOTS = 1_000;
  public static final int DEFAULT_BATCH_SLOTS = 64;
  private static final int MOST_EVENT_LOOPS = 8;

  public ProviderWorkersConfig {
    Objects.requireNonNull(kafka, "kafka");
    Objects.requireNonNull(topics, "topics");
    environment = Map.copyOf(environment);
    if (instanceId.isEmpty() || slots < 1 || batchSlots < 1 || eventLoops < 1) {
      throw new IllegalArgumentException(
          "a worker has an instance id, slots, batch slots and event loops");
    }
  }

  /** With the default sizes and spans. */
  public static ProviderWorkersConfig of(
      KafkaSettings kafka,
      Topics topics,
      String instanceId,
      String host,
      int adminPort,
      Map<String, String> environment) {
    return new ProviderWorkersConfig(
        kafka,
        topics,
        instanceId,
        host,
        adminPort,
        DEFAULT_SLOTS,
        DEFAULT_BATCH_SLOTS,
        Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_EVENT_LOOPS),
        CallLimits.DEFAULTS,
        MediaBounds.DEFAULTS,
        Path.of("plugins"),
        Duration.ofSeconds(20),
        environment);
  }

  /** The same with other numbers of slots. */
  public ProviderWorkersConfig withSlots(int newSlots, int newBatchSlots) {
    return new ProviderWorkersConfig(
        kafka,
        topics,
        instanceId,
        host,
        adminPort,
        newSlots,
        newBatchSlots,
        eventLoops,
        limits,
        media,
        plugins,
        stopWithin,
        environment);
  }

  /** The same with other bounds of what is fetched. */
  public ProviderWorkersConfig withMedia(MediaBounds newMedia) {
    return new ProviderWorkersConfig(
        kafka,
        topics,
        instanceId,
        host,
        adminPort,
        slots,
        batchSlots,
        eventLoops,
        limits,
        newMedia,
        plugins,
        stopWithin,
        environment);
  }

  /** The same with plugins of another folder. */
  public ProviderWorkersConfig withPlugins(Path newPlugins) {
    return new ProviderWorkersConfig(
        kafka,
        topics,
        instanceId,
        host,
        adminPort,
        slots,
        batchSlots,
        eventLoops,
        limits,
        media,
        newPlugins,
        stopWithin,
        environment);
  }

  /** The same with another bound for running calls at the stop. */
  public ProviderWorkersConfig withStopWithin(Duration newStopWithin) {
    return new ProviderWorkersConfig(
        kafka,
        topics,
        instanceId,
        host,
        adminPort,
        slots,
        batchSlots,
        eventLoops,
        limits,
        media,
        plugins,
        newStopWithin,
        environment);
  }

  @Override
  public String toString() {
    return "ProviderWorkersConfig[" + instanceId + ", " + kafka + ", slots " + slots + "]";
  }
}
