package dev.sluice.router.topology;

import dev.sluice.router.inflight.RequestState;
import dev.sluice.router.log.LogUnavailableException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What time decides: deadlines, lost workers, attempts that were never heard of, write-offs.
 *
 * <p>Time decides only about what was read: where something seems due, the ends of the inputs are
 * noted, and it is decided when all up to there is read. The outcome of an attempt may lie there.
 *
 * <p>Each look goes over all requests under way. It takes at most a twentieth of the thread's time:
 * where there are very many, the next look is later.
 */
final class Sweep {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
  private static final int PAUSE_FOR_EACH_LOOK = 19;

  private final RouterServices services;
  private final OwnedPartition owned;
  private long barrierMs;
  private long nextLookNanos = Long.MIN_VALUE;
  private long lastCheckpointMs;

  Sweep(RouterServices services, OwnedPartition owned) {
    this.services = services;
    this.owned = owned;
  }

  /** One look at the partition. */
  void run() {
    long now = services.brokerClock().nowMs();
    clearUnsure(now);
    InputPositions positions = owned.positions();
    if (!positions.barrierRaised()) {
      if (!somethingDue(now) || !raise(positions)) {
        rest(now);
        return;
      }
      barrierMs = now;
    }
    if (positions.barrierReached()) {
      positions.lowerBarrier();
      for (RequestState request : due(barrierMs)) {
        owned.timeRules().decide(request, services.workers(), barrierMs);
      }
    }
    rest(now);
  }

  /** Needs no barrier: what was sent lies in the dispatch topics, not in the inputs. */
  private void clearUnsure(long now) {
    boolean waited =
        now - owned.ownership().claimedAtMs() >= services.times().takeover().toMillis();
    owned.unsure().look(owned, waited, now);
  }

  private boolean somethingDue(long now) {
    long began = services.nanos().getAsLong();
    if (began < nextLookNanos) {
      return false;
    }
    boolean found = !due(now).isEmpty();
    long ended = services.nanos().getAsLong();
    nextLookNanos = ended + PAUSE_FOR_EACH_LOOK * (ended - began);
    return found;
  }

  private List<RequestState> due(long now) {
    List<RequestState> due = new ArrayList<>();
    for (RequestState request : owned.live().inFlight()) {
      if (owned.timeRules().isDue(request, services.workers(), now)) {
        due.add(request);
      }
    }
    return due;
  }

  private boolean raise(InputPositions positions) {
    try {
      positions.raiseBarrier();
      return true;
    } catch (LogUnavailableException e) {
      LOG.atDebug()
          .addKeyValue("partition", owned.partition())
          .addKeyValue("error", e.getMessage())
          .log("time decides nothing while Kafka does not answer");
      return false;
    }
  }

  private void rest(long now) {
    owned.earlyCancels().forgetOlderThan(now);
    services.metrics().inFlight(owned.partition(), owned.live().inFlightCount());
    if (now - lastCheckpointMs >= services.checkpointEvery().toMillis()) {
      lastCheckpointMs = now;
      owned.checkpoint().save(owned.folded(), owned.positions().attempts(), owned.committed());
    }
  }
}
