package dev.sluice.router.topology;

import dev.sluice.router.RouterMetrics;
import dev.sluice.router.admission.Admission;
import dev.sluice.router.inflight.RuleTimes;
import dev.sluice.router.inflight.Workers;
import dev.sluice.router.log.CommittedOffsets;
import dev.sluice.router.log.DispatchSearch;
import dev.sluice.router.log.HeldOffsets;
import dev.sluice.router.log.PartitionLogs;
import dev.sluice.router.plan.DeploymentCatalog;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.kafka.BrokerClock;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the processors need from outside of the topology. All of it is safe for any thread.
 *
 * @param instance this router; names it in its claims
 * @param config the newest configuration whose topics are there
 * @param nanos {@link System#nanoTime()} or a test's own
 * @param proofAge how old the proof of ownership may be when an attempt is sent
 * @param mostInFlight requests of one partition at once
 * @param payloadCacheBytes of all partitions together
 */
public record RouterServices(
    String instance,
    Topics topics,
    Codecs codecs,
    PartitionLogs logs,
    CommittedOffsets committed,
    HeldOffsets held,
    DispatchSearch search,
    DeploymentCatalog catalog,
    Supplier<GatewayConfig> config,
    Admission admission,
    Workers workers,
    RuleTimes times,
    BrokerClock brokerClock,
    InstantSource clock,
    LongSupplier nanos,
    RouterMetrics metrics,
    OwnershipChecks checks,
    Duration proofAge,
    Duration checkpointEvery,
    int mostInFlight,
    long payloadCacheBytes) {

  /** Owner checks can be left out only to show in a test that they are needed. */
  public enum OwnershipChecks {
    ON,
    OFF_TO_SHOW_THE_FAILURE
  }
}
