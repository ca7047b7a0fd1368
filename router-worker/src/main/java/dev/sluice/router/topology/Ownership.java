package dev.sluice.router.topology;

import dev.sluice.router.decision.AccountPartitionState;
import dev.sluice.router.decision.StateDigest;
import dev.sluice.router.inflight.Decisions;
import dev.sluice.router.log.PartitionLogs;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import dev.sluice.schemas.serde.UndecodableException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The claim of one owner on one partition, and the proof that it is still in force: the log itself
 * says so, since an owner is in force until a higher claim lies in it. Blocks on Kafka.
 */
final class Ownership {
  private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);

  private final RouterServices services;
  private final RouterCodecs codecs;
  private final int partition;
  private final String topic;
  private final String owner;
  private long epoch;
  private long claimOffset = -1;
  private long claimedAtMs;
  private long proofNanos;
  private long proofAppendMs;
  private long lookedUpTo;

  Ownership(RouterServices services, RouterCodecs codecs, int partition) {
    this.services = services;
    this.codecs = codecs;
    this.partition = partition;
    this.topic = services.topics().decisions().name();
    this.owner = services.instance() + '/' + UUID.randomUUID();
  }

  /**
   * Folds the log and claims, with a higher number where somebody else was quicker.
   *
   * @param foldUpTo folds the log into the state up to an offset, that one not included
   */
  void claim(AccountPartitionState folded, LongConsumer foldUpTo) {
    foldUpTo.accept(services.logs().end(topic, partition));
    do {
      epoch = folded.epochs().current() + 1;
      proofNanos = services.nanos().getAsLong();
      PartitionLogs.Appended appended = append();
      claimOffset = appended.offset();
      claimedAtMs = appended.timestampMs();
      proofAppendMs = appended.timestampMs();
      foldUpTo.accept(claimOffset + 1);
    } while (!folded.epochs().currentOwner().equals(owner));
  }

  /**
   * Logs that the partition is taken, with a hash of what was folded up to the claim: who folds the
   * same log up to there has the same one.
   */
  void tellTaken(AccountPartitionState folded, long tookNanos) {
    LOG.atInfo()
        .addKeyValue("partition", partition)
        .addKeyValue("epoch", epoch)
        .addKeyValue("inFlight", folded.inFlightCount())
        .addKeyValue("foldedTo", folded.nextOffset())
        .addKeyValue("digest", StateDigest.of(folded, claimedAtMs))
        .addKeyValue("tookMs", tookNanos / 1_000_000)
        .log("partition taken");
  }

  private PartitionLogs.Appended append() {
    byte[] value =
        codecs.decisions().encode(Decisions.claim(epoch, owner, services.clock().millis()));
    return services.logs().append(topic, partition, owner.getBytes(StandardCharsets.UTF_8), value);
  }

  /**
   * Makes sure that nobody else owned the partition a moment ago, by the log where the decision at
   * hand is too old to prove it: the same claim is appended again, which changes nothing, and what
   * lies before it is read.
   *
   * @param appendedNanos when the decision at hand was appended
   * @param appendMs its time in the log
   * @param from first decision that is not folded yet
   * @return broker time as of which this owner is proved to be in force
   * @throws StaleOwnerException if somebody newer is
   */
  long prove(long appendedNanos, long appendMs, long from) {
    long now = services.nanos().getAsLong();
    if (!checked()) {
      return services.brokerClock().nowMs();
    }
    if (now - appendedNanos <= services.proofAge().toNanos()) {
      return appendMs;
    }
    if (now - proofNanos > services.proofAge().toNanos()) {
      PartitionLogs.Appended marker = append();
      services
          .logs()
          .read(
              topic,
              partition,
              Math.max(from, lookedUpTo),
              marker.offset() + 1,
              logged -> refuseNewer(decodeOrVoid(logged.value())));
      // Behind a backlog the same records would be read at each proof.
      lookedUpTo = marker.offset() + 1;
      proofNanos = now;
      proofAppendMs = marker.timestampMs();
      services.metrics().proved();
    }
    return Math.max(appendMs, proofAppendMs);
  }

  /**
   * Looks at a decision that another owner wrote.
   *
   * @throws StaleOwnerException if it is a newer claim
   */
  void refuseNewer(Decision decision) {
    if (checked()
        && decision.getKind() == DecisionKind.OWNER_EPOCH
        && decision.getOwnerEpoch() > epoch) {
      throw new StaleOwnerException(
          "epoch " + decision.getOwnerEpoch() + " took partition " + partition + " from " + epoch);
    }
  }

  /** A record of the log that nobody can read decides nothing. */
  Decision decodeOrVoid(byte @Nullable [] value) {
    try {
      return codecs.decisions().decode(value);
    } catch (UndecodableException e) {
      LOG.atError()
          .addKeyValue("partition", partition)
          .addKeyValue("error", e.getMessage())
          .log("a decision cannot be read and is void");
      return Decisions.claim(-1, "", 0);
    }
  }

  /** Whether the checks are on; a test takes them out to show what happens then. */
  boolean checked() {
    return services.checks() == RouterServices.OwnershipChecks.ON;
  }

  int partition() {
    return partition;
  }

  long epoch() {
    return epoch;
  }

  /** Offset of the claim; what lies before it is of earlier owners. */
  long claimOffset() {
    return claimOffset;
  }

  /** Broker time of the claim. */
  long claimedAtMs() {
    return claimedAtMs;
  }
}
