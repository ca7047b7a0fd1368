package dev.sluice.router.decision;

import dev.sluice.router.admission.Balance;
import dev.sluice.router.admission.Counters;
import dev.sluice.router.inflight.RequestState;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.request.SourceOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All that the router knows about the accounts of one partition: the fold of its decisions. An
 * owner has two: one that only what was read back from the log goes into, and one that its own
 * decisions go into as it appends them, so that the next decision sees them.
 */
public final class AccountPartitionState {
  private static final Folded VOID = new Folded.Void();
  private static final Folded WITHOUT_REQUEST = new Folded.Applied(Optional.empty());

  final Epochs epochs;
  final SeenOffsets requests;
  final Map<String, SeenOffsets> sources;
  final Map<String, RequestState> inFlight = new HashMap<>();
  final Map<String, Balance> balances = new HashMap<>();
  final Counters counters = new Counters();
  long nextOffset;

  /** Nothing was decided yet. */
  public AccountPartitionState() {
    this(new Epochs(), new SeenOffsets(), new HashMap<>(), 0);
  }

  AccountPartitionState(
      Epochs epochs, SeenOffsets requests, Map<String, SeenOffsets> sources, long nextOffset) {
    this.epochs = epochs;
    this.requests = requests;
    this.sources = sources;
    this.nextOffset = nextOffset;
  }

  /**
   * Folds a decision that was read from the log. A decision whose epoch is not the one in force is
   * void.
   *
   * @param atMs its append time
   */
  public Folded fold(Decision decision, long offset, long atMs) {
    nextOffset = Math.max(nextOffset, offset + 1);
    if (decision.getKind() == DecisionKind.OWNER_EPOCH) {
      return epochs.claim(decision.getOwnerEpoch(), offset, decision.getOwner())
          ? new Folded.Claimed(decision.getOwnerEpoch())
          : VOID;
    }
    if (decision.getOwnerEpoch() != epochs.inForceAt(offset)) {
      return VOID;
    }
    counters.fold(decision, offset, atMs);
    Folded folded = apply(decision, offset);
    if (folded instanceof Folded.Applied(Optional<RequestState> request)) {
      request.filter(known -> known.admittedAtMs() == 0).ifPresent(known -> known.admitted(atMs));
    }
    return folded;
  }

  /** Takes in a decision of the owner itself that is not read back yet. */
  public Folded anticipate(Decision decision) {
    counters.anticipate(decision);
    return apply(decision, -1);
  }

  /** A decision that was anticipated is in the log. */
  public void confirm(Decision decision, long offset, long atMs) {
    counters.confirm(decision, offset, atMs);
    RequestState request = inFlight.get(decision.getRequestId());
    if (request != null && request.admittedAtMs() == 0) {
      request.admitted(atMs);
    }
  }

  private Folded apply(Decision decision, long offset) {
    if (!decision.getAccount().isEmpty()) {
      balances
          .computeIfAbsent(decision.getAccount(), account -> new Balance())
          .apply(decision, offset);
    }
    if (decision.getRequestOffset() >= 0) {
      seen(decision);
    }
    String id = decision.getRequestId();
    RequestState known = inFlight.get(id);
    if (known == null) {
      return decision.getKind() == DecisionKind.DISPATCH && decision.getEnvelope() != null
          ? begin(decision, offset)
          : WITHOUT_REQUEST;
    }
    known.apply(decision, offset);
    if (known.done()) {
      inFlight.remove(id);
    }
    return new Folded.Applied(Optional.of(known));
  }

  private Folded begin(Decision first, long offset) {
    Optional<RequestState> begun = RequestState.begin(first, offset);
    begun.ifPresent(request -> inFlight.put(request.requestId(), request));
    return new Folded.Applied(begun);
  }

  private void seen(Decision first) {
    requests.add(first.getRequestOffset());
    Envelope envelope = first.getEnvelope();
    SourceOffset source = envelope == null ? null : envelope.getSource();
    if (source != null) {
      sources.computeIfAbsent(key(source), key -> new SeenOffsets()).add(source.getOffset());
    }
  }

  /** Whether the request record at this offset was decided about. */
  public boolean decided(long requestOffset) {
    return requests.contains(requestOffset);
  }

  /** Whether the batch request that was read from there was decided about. */
  public boolean decided(SourceOffset source) {
    SeenOffsets seen = sources.get(key(source));
    return seen != null && seen.contains(source.getOffset());
  }

  private static String key(SourceOffset source) {
    return source.getTopic() + '/' + source.getPartition();
  }

  public Optional<RequestState> request(String requestId) {
    return Optional.ofNullable(inFlight.get(requestId));
  }

  public Collection<RequestState> inFlight() {
    return Collections.unmodifiableCollection(inFlight.values());
  }

  public int inFlightCount() {
    return inFlight.size();
  }

  /** Budgets and limits. */
  public Counters counters() {
    return counters;
  }

  public Balance balance(String account) {
    return balances.computeIfAbsent(account, name -> new Balance());
  }

  public Map<String, Balance> balances() {
    return Collections.unmodifiableMap(balances);
  }

  public Epochs epochs() {
    return epochs;
  }

  /** Offset of the first decision that is not folded yet. */
  public long nextOffset() {
    return nextOffset;
  }

  /** Highest request offset that was decided about. */
  public SeenOffsets requests() {
    return requests;
  }
}
