package dev.sluice.schemas.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** How far cost-stream is behind the topic of attempts. */
public sealed interface CostStreamLag {
  /**
   * It was this far behind.
   *
   * @param events of {@code attempts} that it has not committed
   * @param newest append time of the newest of them, empty where there is none
   */
  record Behind(long events, Optional<Instant> newest) implements CostStreamLag {}

  /**
   * It cannot be told.
   *
   * @param reason why
   */
  record Unknown(String reason) implements CostStreamLag {}

  /**
   * Where a partition begins and ends.
   *
   * @param newestAtMs append time of its newest record, negative where it has none
   */
  record Span(long begin, long end, long newestAtMs) {}

  /**
   * Compares what was committed with what is there. Pure.
   *
   * @param committed next offset of each partition that was read; one without has been read to
   *     nowhere
   */
  static Behind behind(Map<TopicPartition, Span> spans, Map<TopicPartition, Long> committed) {
    long events = 0;
    long newest = -1;
    for (Map.Entry<TopicPartition, Span> partition : spans.entrySet()) {
      Span span = partition.getValue();
      long read = Math.max(span.begin(), committed.getOrDefault(partition.getKey(), 0L));
      if (read < span.end()) {
        events += span.end() - read;
        newest = Math.max(newest, span.newestAtMs());
      }
    }
    return new Behind(
        events, newest < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(newest)));
  }

  /** In words, as an end of a sentence. */
  default String words(Instant now) {
    return switch (this) {
      case Unknown unknown -> "how far behind cannot be told: " + unknown.reason();
      case Behind behind ->
          "behind by "
              + behind.events()
              + (behind.events() == 1 ? " attempt event" : " attempt events")
              + behind.newest().map(at -> ", the newest " + age(at, now)).orElse("");
    };
  }

  private static String age(Instant at, Instant now) {
    return Math.max(0, Duration.between(at, now).toSeconds()) + " s old (" + at + ")";
  }
}
