package dev.sluice.router.topology;

import dev.sluice.router.admission.Admission;
import dev.sluice.router.decision.AccountPartitionState;
import dev.sluice.router.decision.Folded;
import dev.sluice.router.decision.Intake;
import dev.sluice.router.inflight.AttemptState;
import dev.sluice.router.inflight.Decisions;
import dev.sluice.router.inflight.RequestRules;
import dev.sluice.router.inflight.RequestState;
import dev.sluice.router.inflight.RuleTimes;
import dev.sluice.router.inflight.TimeRules;
import dev.sluice.router.log.HeldOffsets;
import dev.sluice.router.plan.Route;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptEventKind;
import dev.sluice.schemas.attempt.AttemptStatus;
import dev.sluice.schemas.attempt.FailedAttempt;
import dev.sluice.schemas.attempt.FailedFate;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.id.AttemptId;
import dev.sluice.schemas.request.Cancel;
import dev.sluice.schemas.request.CancelReason;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.topic.TopicSizing;
import dev.sluice.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A partition, its log, its owners and the workers, without Kafka: what is appended reaches the log
 * later or never, owners die or sleep at any moment, inputs come again and out of order, workers
 * die. One seed, one history.
 */
final class ModelWorld {
  static final long BUDGET_MS = 60_000;

  /** Longer than a history: no hold may have to wait until the dispatch topics are empty. */
  private static final RuleTimes TIMES = RuleTimes.standard(Duration.ofHours(1));

  private static final TopicPartition INPUTS = new TopicPartition("inputs", 0);
  private static final TopicPartition OUTCOMES = new TopicPartition("outcomes", 0);

  final Random random;
  final Codec<Decision> codec =
      Codecs.of("mock://model-world").of(new Topics("m.", TopicSizing.embedded(1)).decisions());
  final List<byte[]> log = new ArrayList<>();
  final List<Long> logTimes = new ArrayList<>();
  final List<Object> inputs = new ArrayList<>();
  final List<Long> inputTimes = new ArrayList<>();
  final Set<String> sent = new HashSet<>();
  final Set<String> called = new HashSet<>();
  final Set<String> ended = new HashSet<>();
  final Map<String, Long> outcomeCosts = new HashMap<>();
  final List<Object> unfinished = new ArrayList<>();
  final Set<String> deadWorkers = new HashSet<>();
  final MapStore store = new MapStore();
  final List<Owner> zombies = new ArrayList<>();
  long nowMs = 1_000_000;
  long committedDecisions;
  int committedInputs;
  int requestCount;
  int owners;
  Owner owner;

  /** An accepted request and its offset. */
  record Accepted(Envelope envelope, long offset) {}

  private final Admission admission;
  private final boolean twice;
  private final List<Object> repeats = new ArrayList<>();

  ModelWorld(long seed) {
    this(seed, Admission.open());
  }

  ModelWorld(long seed, Admission admission) {
    random = new Random(seed);
    twice = seed % 2 == 1;
    this.admission = admission;
    owner = new Owner();
  }

  private void logged(byte[] decision) {
    log.add(decision);
    logTimes.add(nowMs);
  }

  /** One owner of the partition. */
  final class Owner {
    final Deque<byte[]> unsent = new ArrayDeque<>();
    final AccountPartitionState live;
    final AccountPartitionState folded;
    final Checkpoint checkpoint;
    final RequestRules rules;
    final TimeRules timeRules;
    final Intake intake = new Intake(admission, TIMES, 1000);
    final EarlyCancels early = new EarlyCancels();
    final HeldOffsets held = new HeldOffsets();
    final Doubts doubts = new Doubts(held, INPUTS);
    final UnsettledOutcomes unsettled =
        new UnsettledOutcomes(held, OUTCOMES, id -> live().request(id), this::settle);
    final Set<String> answered = new HashSet<>();
    final Map<Long, RequestState> replayed = new HashMap<>();
    final Map<String, RequestState> unsure = new HashMap<>();
    final long epoch;
    final long claimOffset;
    final long claimedAtMs;
    int inputPosition;
    long decisionPosition;
    boolean stale;
    long committedAtStop;

    Owner() {
      owners++;
      checkpoint = new Checkpoint(store, codec);
      live = checkpoint.load();
      folded = checkpoint.load();
      long committed = committedDecisions;
      foldTo(log.size(), committed);
      epoch = folded.epochs().current() + 1;
      claimOffset = log.size();
      claimedAtMs = nowMs;
      logged(codec.encode(Decisions.claim(epoch, "owner-" + owners, nowMs)));
      foldTo(log.size(), committed);
      checkpoint.start(epoch, folded);
      rules = new RequestRules(admission, TIMES, this::ground, this::append);
      timeRules = new TimeRules(admission, TIMES, this::ground, this::append);
      decisionPosition = committed;
      inputPosition = committedInputs;
      facts();
      for (RequestState request : live.inFlight()) {
        for (AttemptState attempt : request.attempts()) {
          if (!attempt.started() && !attempt.settled() && !attempt.givenUp()) {
            unsure.put(new AttemptId(request.requestId(), attempt.number()).toString(), request);
          }
        }
      }
    }

    /** Nothing is surely past but what this owner read. */
    private Admission.Ground ground() {
      int read = (int) Math.max(decisionPosition, claimOffset + 1);
      return new Admission.Ground(live.counters(), nowMs, logTimes.get(read - 1));
    }

    /** What workers told is read from its own log, whoever read it before. */
    private void facts() {
      for (Object input : inputs) {
        if (input instanceof AttemptEvent event) {
          AttemptFacts.note(live, event, nowMs);
          AttemptFacts.note(folded, event, nowMs);
        }
      }
    }

    private void foldTo(long until, long committed) {
      for (long at = folded.nextOffset(); at < until; at++) {
        byte[] bytes = log.get((int) at);
        Decision decision = codec.decode(bytes);
        live.fold(decision, at, logTimes.get((int) at));
        Folded result = folded.fold(decision, at, logTimes.get((int) at));
        checkpoint.note(decision, at, bytes, result);
        if (at >= committed && result instanceof Folded.Applied(Optional<RequestState> request)) {
          long offset = at;
          request.ifPresent(known -> replayed.put(offset, known));
        }
      }
    }

    void append(Decision decision) {
      decision.setOwnerEpoch(epoch);
      byte[] bytes = codec.encode(decision);
      unsent.add(bytes);
      live.anticipate(decision);
    }

    /** Some of what was appended reaches the log. */
    void flush(int count) {
      for (int i = 0; i < count && !unsent.isEmpty(); i++) {
        logged(unsent.removeFirst());
      }
    }

    void readInput() {
      if (inputPosition >= inputs.size()) {
        return;
      }
      Object input = inputs.get(inputPosition);
      long at = inputTimes.get(inputPosition++);
      switch (input) {
        case Accepted accepted -> decide(accepted, at);
        case AttemptEvent event -> {
          AttemptFacts.note(live, event, nowMs);
          AttemptFacts.note(folded, event, nowMs);
          checkpoint.factNoted(event.getRequestId());
          if (event.getKind() == AttemptEventKind.OUTCOME) {
            noteAnswered(event);
            unsettled.read(event, inputPosition - 1, nowMs);
          }
        }
        case FailedAttempt failed -> {
          unsettled.settle();
          live.request(failed.getRequestId())
              .ifPresent(request -> {
                rules.onFailed(request, failed, nowMs);
                doubts.read(request, failed.getAttemptNumber(), inputPosition - 1);
              });
        }
        case Cancel cancel -> {
          unsettled.settle();
          Optional<RequestState> request = live.request(cancel.getRequestId());
          request.ifPresent(rules::onCancel);
          if (request.isEmpty()) {
            early.remember(cancel.getRequestId(), cancel.getRememberUntilMs());
          }
        }
        default -> throw new IllegalStateException(input.toString());
      }
    }

    private AccountPartitionState live() {
      return live;
    }

    private void settle(AttemptEvent outcome, long readAtMs) {
      live.request(outcome.getRequestId())
          .ifPresent(request -> rules.onOutcome(request, outcome, nowMs, readAtMs));
    }

    /** After this nothing more is to be called for the request. */
    private void noteAnswered(AttemptEvent outcome) {
      live.request(outcome.getRequestId())
          .flatMap(request -> request.attempt(outcome.getAttemptNumber()))
          .filter(attempt -> outcome.getStatus() == AttemptStatus.SUCCEEDED && !attempt.settled())
          .ifPresent(attempt -> answered.add(outcome.getRequestId()));
    }

    private void decide(Accepted accepted, long at) {
      unsettled.settleBeforeDecision();
      Intake.Outcome outcome =
          intake.decide(
              live,
              ModelWorld::route,
              accepted.envelope(),
              early.contains(accepted.envelope().getRequestId()),
              accepted.offset(),
              at,
              ground());
      if (outcome instanceof Intake.Outcome.Decided decided) {
        append(decided.decision());
      }
      unsettled.settleAfterDecision();
    }

    void readDecision() {
      if (decisionPosition >= log.size()) {
        return;
      }
      long at = decisionPosition++;
      byte[] bytes = log.get((int) at);
      Decision decision = codec.decode(bytes);
      if (at < claimOffset) {
        replay(decision, at);
        return;
      }
      Folded result = folded.fold(decision, at, logTimes.get((int) at));
      if (decision.getOwnerEpoch() == epoch) {
        live.confirm(decision, at, logTimes.get((int) at));
      }
      checkpoint.note(decision, at, bytes, result);
      if (decision.getKind() == DecisionKind.OWNER_EPOCH && decision.getOwnerEpoch() > epoch) {
        stale = true;
      } else if (decision.getOwnerEpoch() == epoch
          && result instanceof Folded.Applied(Optional<RequestState> request)
          && decision.getKind() == DecisionKind.DISPATCH) {
        request.ifPresent(known -> dispatch(known, decision));
      }
      if (result instanceof Folded.Applied && decision.getOwnerEpoch() == epoch) {
        answer(decision);
      }
    }

    private void replay(Decision decision, long at) {
      if (decision.getOwnerEpoch() != folded.epochs().inForceAt(at)) {
        return;
      }
      RequestState request = replayed.remove(at);
      if (decision.getKind() == DecisionKind.REFUSE || request != null) {
        answer(decision);
      }
    }

    private void dispatch(RequestState request, Decision decision) {
      if (decision.getAttemptNumber() > 1) {
        unsettled.settle();
      }
      Optional<RequestState> known = live.request(request.requestId());
      if (known.isEmpty()) {
        return;
      }
      AttemptState attempt = known.get().attempt(decision.getAttemptNumber()).orElseThrow();
      if (known.get().ended()) {
        rules.onNotCalled(known.get(), attempt, null, false, nowMs);
      } else if (answered.contains(request.requestId())) {
        throw new AssertionError("sent although answered: " + attempt(decision));
      } else if (sent.add(attempt(decision))) {
        unfinished.add(decision);
      } else {
        throw new AssertionError("sent twice: " + attempt(decision));
      }
    }

    void sweep() {
      unsettled.settle();
      if (inputPosition < inputs.size()) {
        return;
      }
      for (RequestState request : new ArrayList<>(live.inFlight())) {
        if (timeRules.isDue(request, ModelWorld.this::lost, nowMs)) {
          timeRules.decide(request, ModelWorld.this::lost, nowMs);
        }
      }
      if (nowMs - claimedAtMs > TIMES.takeover().toMillis() && decisionPosition > claimOffset) {
        unsure.forEach(this::clear);
        unsure.clear();
      }
    }

    private void clear(String attemptId, RequestState request) {
      if (sent.contains(attemptId)) {
        return;
      }
      int number = AttemptId.parse(attemptId).orElseThrow().number();
      Optional<RequestState> known = live.request(request.requestId());
      known
          .flatMap(open -> open.attempt(number))
          .filter(attempt -> !attempt.started() && !attempt.settled())
          .ifPresent(attempt -> rules.onNotCalled(known.get(), attempt, null, false, nowMs));
    }

    /** What was read and acted on is committed; not before all that it appended is in the log. */
    void commit() {
      doubts.look();
      flush(unsent.size());
      committedInputs =
          (int)
              held
                  .committable(
                      Map.of(
                          INPUTS, new OffsetAndMetadata(inputPosition),
                          OUTCOMES, new OffsetAndMetadata(inputPosition)))
                  .values()
                  .stream()
                  .mapToLong(OffsetAndMetadata::offset)
                  .min()
                  .orElseThrow();
      committedDecisions = decisionPosition;
    }

    void save() {
      checkpoint.save(folded, inputPosition, committedDecisions);
    }
  }

  static Route route(Envelope envelope) {
    return switch (envelope.getRequestedModel()) {
      case "one" -> new Route.Chain(List.of(Samples.step("a")), "p");
      case "two" -> new Route.Chain(List.of(Samples.step("a"), Samples.step("b")), "p");
      default ->
          new Route.Nowhere(
              new ErrorInfo("unknown_model", 0, "", null, null, null, null, "route", ""));
    };
  }

  boolean lost(String worker, long startedAtMs) {
    return deadWorkers.contains(worker);
  }

  static String attempt(Decision decision) {
    return new AttemptId(decision.getRequestId(), decision.getAttemptNumber()).toString();
  }

  private void answer(Decision decision) {
    boolean ends =
        decision.getKind() == DecisionKind.REFUSE
            || decision.getEnd() != dev.sluice.schemas.decision.RequestEnd.NONE;
    if (ends) {
      ended.add(decision.getRequestId());
    }
  }

  /** With every second seed each record comes twice, the second time among later ones. */
  void input(Object input) {
    arrived(input);
    if (twice) {
      repeats.add(input);
      while (repeats.size() > random.nextInt(8)) {
        arrived(repeats.remove(random.nextInt(repeats.size())));
      }
    }
  }

  private void arrived(Object input) {
    inputs.add(input);
    inputTimes.add(nowMs);
  }

  void accept() {
    String model = List.of("one", "two", "two", "none").get(random.nextInt(4));
    Envelope envelope = Samples.envelope(Samples.id(requestCount), model);
    envelope.setTimeBudgetMs(BUDGET_MS);
    envelope.setUser(List.of("", "ann", "bob").get(random.nextInt(3)));
    envelope.setTags(random.nextBoolean() ? List.of("batch") : List.of("batch", "night"));
    input(new Accepted(envelope, requestCount++));
  }

  void cancel() {
    if (requestCount > 0) {
      input(
          new Cancel(
              Samples.id(random.nextInt(requestCount)),
              Samples.ACCOUNT,
              "",
              CancelReason.CALLER_GONE,
              nowMs + BUDGET_MS));
    }
  }

  /** A worker goes on with one of the attempts that it has. */
  void work() {
    if (unfinished.isEmpty()) {
      return;
    }
    Object job = unfinished.remove(random.nextInt(unfinished.size()));
    switch (job) {
      case Decision dispatch -> start(dispatch);
      case AttemptEvent started -> finish(started);
      default -> throw new IllegalStateException(job.toString());
    }
  }

  private void start(Decision dispatch) {
    if (random.nextInt(12) == 0) {
      input(report(dispatch, FailedFate.NOT_CALLED, false));
      return;
    }
    called.add(attempt(dispatch));
    if (random.nextInt(12) == 0) {
      // The worker that has it dies before it tells; the next one that is given it knows nothing.
      input(report(dispatch, FailedFate.FATE_UNKNOWN, false));
      return;
    }
    AttemptEvent started =
        AttemptEvent.newBuilder()
            .setKind(AttemptEventKind.STARTED)
            .setAttemptId(attempt(dispatch))
            .setAttemptNumber(dispatch.getAttemptNumber())
            .setRequestId(dispatch.getRequestId())
            .setAccount(dispatch.getAccount())
            .setWorker("worker-" + random.nextInt(1000))
            .setStartedAtMs(nowMs)
            .build();
    input(started);
    unfinished.add(started);
  }

  private void finish(AttemptEvent started) {
    if (random.nextInt(10) == 0) {
      deadWorkers.add(started.getWorker());
      if (random.nextBoolean()) {
        unfinished.add(started); // it was only slow, and goes on
      }
      return;
    }
    boolean succeeded = random.nextInt(3) > 0;
    // one in twenty is dearer than what was reserved for it
    long cost = random.nextInt(20) == 0 ? 2 * Samples.RESERVE : random.nextInt(500);
    AttemptEvent outcome = AttemptEvent.newBuilder(started).build();
    outcome.setKind(AttemptEventKind.OUTCOME);
    outcome.setStatus(succeeded ? AttemptStatus.SUCCEEDED : AttemptStatus.FAILED);
    outcome.setErrorKind(succeeded ? "" : ErrorKind.PROVIDER_ERROR.wireName());
    outcome.setCostNanoUsd(cost);
    outcomeCosts.put(started.getAttemptId(), cost);
    if (!succeeded && random.nextInt(4) > 0) {
      FailedAttempt failed =
          FailedAttempt.newBuilder()
              .setRequestId(started.getRequestId())
              .setAccount(started.getAccount())
              .setAttemptId(started.getAttemptId())
              .setAttemptNumber(started.getAttemptNumber())
              .setFate(FailedFate.FAILED)
              .setTryElsewhere(random.nextBoolean())
              .setCostNanoUsd(cost)
              .setError(
                  new ErrorInfo("provider_error", 500, "", null, null, null, null, "provider", ""))
              .build();
      boolean first = random.nextBoolean();
      input(first ? failed : outcome);
      input(first ? outcome : failed);
    } else {
      input(outcome);
    }
  }

  private static FailedAttempt report(Decision dispatch, FailedFate fate, boolean elsewhere) {
    return FailedAttempt.newBuilder()
        .setRequestId(dispatch.getRequestId())
        .setAccount(dispatch.getAccount())
        .setAttemptId(attempt(dispatch))
        .setAttemptNumber(dispatch.getAttemptNumber())
        .setFate(fate)
        .setTryElsewhere(elsewhere)
        .build();
  }

  /** The owner dies; a part of what it had appended is in the log. */
  void kill() {
    owner.flush(random.nextInt(owner.unsent.size() + 1));
    nowMs += 2_000;
    owner = new Owner();
  }

  /** The owner stops; a new one takes over; later the first wakes and writes on. */
  void stop() {
    owner.flush(random.nextInt(owner.unsent.size() + 1));
    owner.committedAtStop = committedDecisions;
    zombies.add(owner);
    nowMs += 2_000;
    owner = new Owner();
  }

  /** One that was stopped wakes: it writes what it had, and a checkpoint, and reads on. */
  void wake() {
    if (zombies.isEmpty()) {
      return;
    }
    Owner zombie = zombies.remove(random.nextInt(zombies.size()));
    zombie.flush(zombie.unsent.size());
    while (!zombie.stale && zombie.decisionPosition < log.size()) {
      Set<String> before = new HashSet<>(sent);
      int jobs = unfinished.size();
      zombie.readDecision();
      // What it sends now is refused by the workers: too long ago decided.
      sent.retainAll(before);
      while (unfinished.size() > jobs) {
        unfinished.removeLast();
      }
    }
    zombie.checkpoint.save(zombie.folded, zombie.inputPosition, zombie.committedAtStop);
  }

  /** The owner dies while it writes its checkpoint. */
  void killWhileSaving() {
    store.writesLeft = random.nextInt(5);
    try {
      owner.save();
    } catch (MapStore.CutOff e) {
      store.writesLeft = Integer.MAX_VALUE;
      kill();
    }
    store.writesLeft = Integer.MAX_VALUE;
  }

  /** Everything that can still happen happens. */
  void settle() {
    for (int round = 0; round < 400; round++) {
      while (!unfinished.isEmpty()) {
        work();
      }
      while (owner.inputPosition < inputs.size()) {
        owner.readInput();
      }
      owner.flush(owner.unsent.size());
      while (owner.decisionPosition < log.size()) {
        owner.readDecision();
      }
      owner.sweep();
      nowMs += 1_000;
    }
  }
}
