package dev.sluice.router.topology;

import dev.sluice.router.admission.Admission;
import dev.sluice.router.decision.AccountPartitionState;
import dev.sluice.router.decision.Folded;
import dev.sluice.router.inflight.DecisionSink;
import dev.sluice.router.inflight.RequestRules;
import dev.sluice.router.inflight.RequestState;
import dev.sluice.router.inflight.TimeRules;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * One partition of accounts and its owner: shared by the two processors of a task, as a store that
 * is not logged itself. What it holds is the fold of the log; the checkpoint only shortens the
 * reading.
 *
 * <p>It has two states: {@code folded} holds what was read back from the log, {@code live} also
 * what this owner appended since. Decisions are made on {@code live}, actions on {@code folded}.
 */
final class OwnedPartition implements StateStore, DecisionSink {
  private final RouterServices services;
  private final RouterCodecs codecs;
  private final PendingDecisions pending = new PendingDecisions();
  private final EarlyCancels earlyCancels = new EarlyCancels();
  private final PayloadCache payloads;
  private final UnsureDispatches unsure;
  private @Nullable UnsettledOutcomes unsettled;
  private @Nullable Unhurried<Outgoing.Keyed> outcomes;
  private @Nullable WaitingRequests waiting;
  private @Nullable Doubts doubts;
  private final List<Outgoing.Keyed> appended = new ArrayList<>();
  private final Map<String, byte[]> accountKeys = new HashMap<>();
  private final Map<Long, RequestState> replayed = new HashMap<>();
  private final TimeFloor floor;
  private final RequestRules rules;
  private final TimeRules timeRules;
  private AccountPartitionState live = new AccountPartitionState();
  private AccountPartitionState folded = new AccountPartitionState();
  private @Nullable Checkpoint checkpoint;
  private @Nullable InputPositions positions;
  private @Nullable Ownership ownership;
  private @Nullable ProcessorContext<byte[], Outgoing> context;
  private long committedAtStart;
  private long actingOn;
  private boolean open;

  OwnedPartition(RouterServices services, RouterCodecs codecs, AtomicLong payloadBytes) {
    this.services = services;
    this.codecs = codecs;
    this.unsure = new UnsureDispatches(services.search());
    this.floor = new TimeFloor(services.nanos());
    this.payloads = new PayloadCache(payloadBytes, services.payloadCacheBytes());
    this.rules = new RequestRules(services.admission(), services.times(), this::ground, this);
    this.timeRules = new TimeRules(services.admission(), services.times(), this::ground, this);
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
    int partition = taskContext.taskId().partition();
    Topics topics = services.topics();
    unsettled =
        new UnsettledOutcomes(
            services.held(),
            at(topics.attempts(), partition),
            id -> live.request(id),
            this::settle);
    outcomes = new Unhurried<>(services.held(), at(topics.decisions(), partition));
    waiting = new WaitingRequests(services.held(), at(topics.requests(), partition));
    doubts = new Doubts(services.held(), at(topics.fallback(), partition));
    KeyValueStore<Bytes, byte[]> store = taskContext.getStateStore(RouterNodes.CHECKPOINT_STORE);
    Checkpoint restored = new Checkpoint(store, codecs.decisions());
    live = restored.load();
    folded = restored.load();
    positions = new InputPositions(services.logs(), services.topics(), partition);
    committedAtStart = services.logs().committed(services.topics().decisions().name(), partition);
    services.committed().forget(partition);
    Ownership claim = new Ownership(services, codecs, partition);
    claim.claim(folded, until -> foldUpTo(restored, claim, until));
    ownership = claim;
    floor.passed(claim.claimedAtMs());
    positions.readFacts(folded, live, restored.attemptsPosition(), codecs.attempts());
    restored.start(claim.epoch(), folded);
    checkpoint = restored;
    services.metrics().owned(partition, claim.epoch());
    claim.tellTaken(folded, services.nanos().getAsLong() - started);
  }

  private void foldUpTo(Checkpoint restored, Ownership claim, long until) {
    if (folded.nextOffset() >= until) {
      return;
    }
    services
        .logs()
        .read(
            services.topics().decisions().name(),
            claim.partition(),
            folded.nextOffset(),
            until,
            logged -> {
              Decision decision = claim.decodeOrVoid(logged.value());
              live.fold(decision, logged.offset(), logged.timestampMs());
              Folded result = folded.fold(decision, logged.offset(), logged.timestampMs());
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
    return Math.max(committedAtStart, services.committed().of(partition()));
  }

  /** Names the processor that runs now; what is appended goes through it. */
  void use(ProcessorContext<byte[], Outgoing> running) {
    context = running;
  }

  private static TopicPartition at(Topic<?> topic, int partition) {
    return new TopicPartition(topic.name(), partition);
  }

  /**
   * Appends a decision of this owner to the log, as soon as {@link #sendDecisions} is called. The
   * live state has it when this returns.
   */
  @Override
  public void append(Decision decision) {
    append(decision, services.clock().millis());
  }

  @Override
  public void append(Decision decision, long readAtMs) {
    decision.setOwnerEpoch(epoch());
    decision.setDecidedAtMs(readAtMs);
    byte[] value = codecs.decisions().encode(decision);
    pending.add(decision, value, services.nanos().getAsLong());
    live.anticipate(decision);
    services.metrics().decided(decision);
    appended.add(
        new Outgoing.Keyed(
            accountKey(decision.getAccount()),
            new Outgoing(services.topics().decisions().name(), partition(), value)));
  }

  /**
   * Sends what was appended since. The producer's thread sends what it finds as soon as it runs,
   * and what is not there yet waits for the acknowledgement: so nothing is encoded between two.
   */
  void sendDecisions() {
    for (Outgoing.Keyed decision : appended) {
      forward(RouterNodes.DECISIONS_SINK, decision.key(), decision.outgoing());
    }
    appended.clear();
  }

  /** Outcomes that were read and are not settled yet. */
  UnsettledOutcomes unsettled() {
    return taken(unsettled);
  }

  private void settle(AttemptEvent outcome, long readAtMs) {
    Optional<RequestState> request = live.request(outcome.getRequestId());
    if (request.isPresent()) {
      rules.onOutcome(request.get(), outcome, services.brokerClock().nowMs(), readAtMs);
    } else {
      services.metrics().repeated();
    }
  }

  /** A decision at this offset is acted on now. */
  void acting(long offset) {
    actingOn = offset;
  }

  /**
   * Keeps the outcome of a request that is over for {@link #sendOutcomes}. No caller waits for it,
   * and a record between a decision and the next would be a request to the broker that callers wait
   * behind.
   *
   * @param awaited whether the feeder waits for it, to let in the next batch request
   */
  void tellOutcome(byte[] key, Outgoing outcome, boolean awaited) {
    taken(outcomes).add(new Outgoing.Keyed(key, outcome), actingOn);
    if (awaited) {
      taken(outcomes).markAwaited();
    }
  }

  /**
   * Whether outcomes should not wait for the tick: there are many, or one of them is awaited and no
   * decision is on its way back that a caller may wait for.
   */
  boolean outcomesDue() {
    return taken(outcomes).full() || (taken(outcomes).awaited() && pending.isEmpty());
  }

  /** Sends the outcomes that waited. */
  void sendOutcomes() {
    taken(outcomes)
        .each(outcome -> forward(RouterNodes.OUTCOMES_SINK, outcome.key(), outcome.outgoing()));
  }

  /** Sends a record. A failure ends the ownership: nothing is tried twice here. */
  void forward(String sink, byte[] key, Outgoing outgoing) {
    ProcessorContext<byte[], Outgoing> running = context;
    if (running == null) {
      throw new IllegalStateException("no processor runs on this partition");
    }
    try {
      running.forward(new Record<>(key, outgoing, services.clock().millis()), sink);
    } catch (TimeoutException e) {
      // Streams would run the whole input again, with half of its decisions made.
      throw new StaleOwnerException("Kafka takes no records", e);
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
      PendingDecisions.@Nullable Pending mine,
      Decision decision,
      long offset,
      long atMs,
      byte[] value) {
    if (mine == null && ownership().checked()) {
      throw new StaleOwnerException(
          "a decision of epoch "
              + epoch()
              + " at offset "
              + offset
              + " is not the one appended next");
    }
    floor.passed(atMs);
    Folded result = folded.fold(decision, offset, atMs);
    if (mine != null) {
      live.confirm(decision, offset, atMs);
    }
    checkpoint().note(decision, offset, value, result);
    return result;
  }

  /**
   * Another owner's decision, or claim, that was read.
   *
   * @throws StaleOwnerException if it is a newer claim
   */
  void readForeign(Decision decision, long offset, long atMs) {
    folded.fold(decision, offset, atMs);
    ownership().refuseNewer(decision);
  }

  /** What this owner knows now, for the next decision. */
  Admission.Ground ground() {
    return new Admission.Ground(live.counters(), services.brokerClock().nowMs(), floor.nowMs());
  }

  /** See {@link Ownership#prove}. */
  long prove(long appendedNanos, long appendMs) {
    return ownership().prove(appendedNanos, appendMs, folded.nextOffset());
  }

  /** Ownership of the partition that is taken. */
  Ownership ownership() {
    return taken(ownership);
  }

  private static <T> T taken(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the partition is not taken");
    }
    return part;
  }

  RequestRules rules() {
    return rules;
  }

  TimeRules timeRules() {
    return timeRules;
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

  /** Requests that wait for a limit. */
  WaitingRequests waiting() {
    return taken(waiting);
  }

  /** Attempts of unknown fate. */
  Doubts doubts() {
    return taken(doubts);
  }

  EarlyCancels earlyCancels() {
    return earlyCancels;
  }

  int partition() {
    return ownership().partition();
  }

  long epoch() {
    return ownership().epoch();
  }

  InputPositions positions() {
    return taken(positions);
  }

  Checkpoint checkpoint() {
    return taken(checkpoint);
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
    ownership = null;
    context = null;
    live = new AccountPartitionState();
    folded = new AccountPartitionState();
    pending.clear();
    appended.clear();
    if (unsettled != null) {
      unsettled.clear();
    }
    if (outcomes != null) {
      outcomes.clear();
    }
    if (waiting != null) {
      waiting.clear();
    }
    if (doubts != null) {
      doubts.clear();
    }
    unsettled = null;
    outcomes = null;
    waiting = null;
    doubts = null;
    replayed.clear();
    unsure.clear();
    payloads.clear();
  }

  @Override
  public void close() {
    open = false;
    if (ownership != null) {
      services.metrics().left(ownership.partition());
    }
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
