package dev.sluice.router.topology;

import dev.sluice.router.decision.AccountPartitionState;
import dev.sluice.router.inflight.Decisions;
import dev.sluice.router.decision.Folded;
import dev.sluice.router.inflight.DecisionSink;
import dev.sluice.router.inflight.RequestRules;
import dev.sluice.router.inflight.RequestState;
import dev.sluice.router.log.PartitionLogs;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import dev.sluice.schemas.serde.UndecodableException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition of accounts and its owner: shared by the two processors of a task, as a store that
 * is not logged itself. What it holds is the fold of the log; the checkpoint only shortens the
 * reading.
 *
 * <p>It has two states: {@code folded} holds what was read back from the log, {@code live} also what
 * this owner appended since. Decisions are made on {@code live}, actions on {@code folded}.
 */
final class OwnedPartition implements StateStore, DecisionSink {
  private static final Logger LOG = LoggerFactory.getLogger(OwnedPartition.class);

  private final RouterServices services;
  private final RouterCodecs codecs;
  private final PendingDecisions pending = new PendingDecisions();
  private final EarlyCancels earlyCancels = new EarlyCancels();
  private final PayloadCache payloads;
  private final UnsureDispatches unsure;
  private final Map<String, byte[]> accountKeys = new HashMap<>();
  private final Map<Long, RequestState> replayed = new HashMap<>();
  private final RequestRules rules;
  private AccountPartitionState live = new AccountPartitionState();
  private AccountPartitionState folded = new AccountPartitionState();
  private @Nullable Checkpoint checkpoint;
  private @Nullable InputPositions positions;
  private @Nullable ProcessorContext<byte[], Outgoing> context;
  private int partition;
  private long epoch;
  private long claimOffset = -1;
  private long claimedAtMs;
  private long committedAtStart;
  private String owner = "";
  private long proofNanos;
  private long proofAppendMs;
  private boolean open;

  OwnedPartition(RouterServices services, RouterCodecs codecs, AtomicLong payloadBytes) {
    this.services = services;
    this.codecs = codecs;
    this.unsure = new UnsureDispatches(services.search());
    this.payloads = new PayloadCache(payloadBytes, services.payloadCacheBytes());
    this.rules =
        new RequestRules(
            services.admission(), services.times(), account -> live.balance(account), this);
  }

  /**
   * Takes the partition: restores the checkpoint, folds the log, claims, and folds up to the claim.
   * Blocks on Kafka. The second processor of the task finds it done.
   */
  void take(ProcessorContext<byte[], Outgoing> taskContext) {
    context = taskContext;
    if (checkpoint != null) {
      return;
    }
    long started = services.nanos().getAsLong();
    partition = taskContext.taskId().partition();
    KeyValueStore<Bytes, byte[]> store =
        taskContext.getStateStore(RouterNodes.CHECKPOINT_STORE);
    Checkpoint restored = new Checkpoint(store, codecs.decisions());
    live = restored.load();
    folded = restored.load();
    positions = new InputPositions(services.logs(), services.topics(), partition);
    committedAtStart =
        services.logs().committed(services.topics().decisions().name(), partition);
    services.committed().forget(partition);
    claim(restored);
    positions.readFacts(folded, live, restored.attemptsPosition(), codecs.attempts());
    restored.start(epoch, folded);
    checkpoint = restored;
    services.metrics().owned(partition, epoch);
    LOG.atInfo()
        .addKeyValue("partition", partition)
        .addKeyValue("epoch", epoch)
        .addKeyValue("inFlight", folded.inFlightCount())
        .addKeyValue("foldedTo", folded.nextOffset())
        .addKeyValue("tookMs", (services.nanos().getAsLong() - started) / 1_000_000)
        .log("partition taken");
  }

  private void claim(Checkpoint restored) {
    String topic = services.topics().decisions().name();
    PartitionLogs logs = services.logs();
    owner = services.instance() + '/' + UUID.randomUUID();
    foldUpTo(restored, logs.end(topic, partition));
    do {
      epoch = folded.epochs().current() + 1;
      proofNanos = services.nanos().getAsLong();
      PartitionLogs.Appended appended = appendClaim();
      claimOffset = appended.offset();
      proofAppendMs = appended.timestampMs();
      claimedAtMs = appended.timestampMs();
      foldUpTo(restored, claimOffset + 1);
    } while (!folded.epochs().currentOwner().equals(owner));
  }

  private PartitionLogs.Appended appendClaim() {
    byte[] value =
        codecs.decisions().encode(Decisions.claim(epoch, owner, services.clock().millis()));
    return services
        .logs()
        .append(
            services.topics().decisions().name(),
            partition,
            owner.getBytes(StandardCharsets.UTF_8),
            value);
  }

  private void foldUpTo(Checkpoint restored, long until) {
    if (folded.nextOffset() >= until) {
      return;
    }
    services
        .logs()
        .read(
            services.topics().decisions().name(),
            partition,
            folded.nextOffset(),
            until,
            logged -> {
              Decision decision = decodeOrVoid(logged.value());
              live.fold(decision, logged.offset());
              Folded result = folded.fold(decision, logged.offset());
              restored.note(decision, logged.offset(), logged.value(), result);
              if (logged.offset() >= committedAtStart
                  && result instanceof Folded.Applied(Optional<RequestState> request)) {
                request.ifPresent(known -> replayed.put(logged.offset(), known));
              }
            });
  }

  /** Request of a decision of an earlier owner that was not committed as acted on. */
  Optional<RequestState> replayed(long offset) {
    return Optional.ofNullable(replayed.remove(offset));
  }

  /** First decision that is not committed as acted on. */
  long committed() {
    return Math.max(committedAtStart, services.committed().of(partition));
  }

  /** A record of the log that nobody can read decides nothing. */
  private Decision decodeOrVoid(byte @Nullable [] value) {
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

  /** Names the processor that runs now; what is appended goes through it. */
  void use(ProcessorContext<byte[], Outgoing> running) {
    context = running;
  }

  /** Appends a decision of this owner to the log. The live state has it when this returns. */
  @Override
  public void append(Decision decision) {
    decision.setOwnerEpoch(epoch);
    decision.setDecidedAtMs(services.clock().millis());
    byte[] value = codecs.decisions().encode(decision);
    pending.add(decision, value, services.nanos().getAsLong());
    forward(
        RouterNodes.DECISIONS_SINK,
        accountKey(decision.getAccount()),
        new Outgoing(services.topics().decisions().name(), partition, value));
    live.anticipate(decision);
    services.metrics().decided(decision);
  }

  /** Sends a record. A failure ends the thread: nothing is tried twice here. */
  void forward(String sink, byte[] key, Outgoing outgoing) {
    ProcessorContext<byte[], Outgoing> running = context;
    if (running == null) {
      throw new IllegalStateException("no processor runs on partition " + partition);
    }
    try {
      running.forward(new Record<>(key, outgoing, services.clock().millis()), sink);
    } catch (org.apache.kafka.common.errors.TimeoutException e) {
      // Streams would run the whole input again, with half of its decisions made.
      StaleOwnerException stale = new StaleOwnerException("Kafka takes no records");
      stale.initCause(e);
      throw stale;
    }
  }

  byte[] accountKey(String account) {
    if (accountKeys.size() > 10_000) {
      accountKeys.clear();
    }
    return accountKeys.computeIfAbsent(account, name -> name.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Folds a decision of this owner that was read back.
   *
   * @throws StaleOwnerException if it is not the one that must come next
   */
  Folded readBack(
      PendingDecisions.@Nullable Pending mine, Decision decision, long offset, byte[] value) {
    if (mine == null && checksOn()) {
      throw new StaleOwnerException(
          "a decision of epoch " + epoch + " at offset " + offset + " is not the one appended next");
    }
    Folded result = folded.fold(decision, offset);
    checkpoint().note(decision, offset, value, result);
    return result;
  }

  /** Another owner's decision, or claim, that was read. */
  void readForeign(Decision decision, long offset) {
    folded.fold(decision, offset);
    if (decision.getKind() == DecisionKind.OWNER_EPOCH
        && decision.getOwnerEpoch() > epoch
        && checksOn()) {
      throw new StaleOwnerException(
          "epoch " + decision.getOwnerEpoch() + " took partition " + partition + " from " + epoch);
    }
  }

  /**
   * Makes sure that nobody else owned the partition a moment ago, by the log itself where the
   * decision at hand is too old to prove it.
   *
   * @param appendedNanos when the decision at hand was appended
   * @param appendMs its time in the log
   * @return broker time as of which this owner is proved to be in force
   * @throws StaleOwnerException if somebody newer is
   */
  long prove(long appendedNanos, long appendMs) {
    long now = services.nanos().getAsLong();
    if (!checksOn() || now - appendedNanos <= services.proofAge().toNanos()) {
      return appendMs;
    }
    if (now - proofNanos > services.proofAge().toNanos()) {
      PartitionLogs.Appended marker = appendClaim();
      services
          .logs()
          .read(
              services.topics().decisions().name(),
              partition,
              folded.nextOffset(),
              marker.offset() + 1,
              logged -> refuseNewer(decodeOrVoid(logged.value())));
      proofNanos = now;
      proofAppendMs = marker.timestampMs();
      services.metrics().proved();
    }
    return Math.max(appendMs, proofAppendMs);
  }

  private void refuseNewer(Decision decision) {
    if (decision.getKind() == DecisionKind.OWNER_EPOCH && decision.getOwnerEpoch() > epoch) {
      throw new StaleOwnerException(
          "epoch " + decision.getOwnerEpoch() + " took partition " + partition + " from " + epoch);
    }
  }

  private boolean checksOn() {
    return services.checks() == RouterServices.OwnershipChecks.ON;
  }

  RequestRules rules() {
    return rules;
  }

  AccountPartitionState live() {
    return live;
  }

  AccountPartitionState folded() {
    return folded;
  }

  PendingDecisions pending() {
    return pending;
  }

  PayloadCache payloads() {
    return payloads;
  }

  UnsureDispatches unsure() {
    return unsure;
  }

  /** Broker time of this owner's claim. */
  long claimedAtMs() {
    return claimedAtMs;
  }

  EarlyCancels earlyCancels() {
    return earlyCancels;
  }

  int partition() {
    return partition;
  }

  long epoch() {
    return epoch;
  }

  /** Offset of this owner's claim; what lies before it is of earlier owners. */
  long claimOffset() {
    return claimOffset;
  }

  InputPositions positions() {
    InputPositions taken = positions;
    if (taken == null) {
      throw new IllegalStateException("partition " + partition + " is not taken");
    }
    return taken;
  }

  Checkpoint checkpoint() {
    Checkpoint taken = checkpoint;
    if (taken == null) {
      throw new IllegalStateException("partition " + partition + " is not taken");
    }
    return taken;
  }

  @Override
  public String name() {
    return RouterNodes.OWNED_STORE;
  }

  @Override
  public void init(StateStoreContext storeContext, StateStore root) {
    storeContext.register(root, (key, value) -> {});
    reset();
    open = true;
  }

  /** Nothing of an earlier ownership stays: the task may be taken again by the same object. */
  private void reset() {
    checkpoint = null;
    positions = null;
    context = null;
    live = new AccountPartitionState();
    folded = new AccountPartitionState();
    pending.clear();
    replayed.clear();
    unsure.clear();
    payloads.clear();
    claimOffset = -1;
    epoch = 0;
  }

  @Override
  public void close() {
    open = false;
    services.metrics().left(partition);
    reset();
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return open;
  }
}
