package dev.sluice.router.log;

import dev.sluice.schemas.attempt.Dispatch;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.UndecodableException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** {@link DispatchSearch} on Kafka, with a thread of its own. */
public final class KafkaDispatchSearch implements DispatchSearch, AutoCloseable {
  /** Topics stamp by the clocks of their leaders, which may differ. */
  private static final long MARGIN_MS = 1_000;

  private final PartitionLogs logs;
  private final String decisions;
  private final Codec<Dispatch> codec;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> Thread.ofPlatform().daemon().name("sluice-router-search").unstarted(task));

  /**
   * A search.
   *
   * @param logs used by this search alone, since it may read for long
   * @param decisions name of the decision log
   * @param codec reads any dispatch topic
   */
  public KafkaDispatchSearch(PartitionLogs logs, String decisions, Codec<Dispatch> codec) {
    this.logs = logs;
    this.decisions = decisions;
    this.codec = codec;
  }

  @Override
  public CompletableFuture<Set<String>> sentSince(
      Set<String> topics, int partition, long decisionOffset, long notBeforeMs) {
    return CompletableFuture.supplyAsync(
        () ->
            search(
                topics, Math.max(notBeforeMs, appendedAtMs(partition, decisionOffset)) - MARGIN_MS),
        thread);
  }

  /** When this decision was appended; 0 where the log does not have it. */
  private long appendedAtMs(int partition, long offset) {
    long[] atMs = {0};
    logs.read(decisions, partition, offset, offset + 1, logged -> atMs[0] = logged.timestampMs());
    return atMs[0];
  }

  private Set<String> search(Set<String> topics, long sinceMs) {
    Set<String> found = new HashSet<>();
    logs.readSince(topics, sinceMs, logged -> add(found, logged.value()));
    return found;
  }

  private void add(Set<String> found, byte[] value) {
    try {
      found.add(codec.decode(value).getAttemptId());
    } catch (UndecodableException e) {
      // A worker cannot read it either, so nothing was called by it.
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    logs.close();
  }
}
