package dev.sluice.router.topology;

import dev.sluice.router.admission.BudgetCounter;
import dev.sluice.router.admission.Counters;
import dev.sluice.router.admission.LimitCounter;
import dev.sluice.router.decision.AccountPartitionState;
import dev.sluice.router.decision.CheckpointFormat;
import dev.sluice.router.decision.CheckpointFormat.Key;
import dev.sluice.router.decision.CheckpointFormat.Kind;
import dev.sluice.router.decision.CheckpointFormat.LoggedDecision;
import dev.sluice.router.decision.Folded;
import dev.sluice.router.decision.RestoredCheckpoint;
import dev.sluice.router.inflight.RequestState;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.decision.DecisionKind;
import dev.sluice.schemas.serde.Codec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the folded state in a logged store, so that a new owner reads the decision log from there
 * and not from its beginning. Written now and then, not per record: a request that ends before the
 * next time is never written.
 *
 * <p>A half-written checkpoint is sound, since each entry tells up to which offset it was folded.
 * The progress that it names lags one writing behind and never passes what was committed as acted
 * on: a request that ended since is still in it, so that a new owner can give its answer again.
 */
final class Checkpoint {
  private static final int FORGET_EVERY_SAVES = 256;

  private final KeyValueStore<Bytes, byte[]> store;
  private final Codec<Decision> codec;
  private final Map<String, List<LoggedDecision>> decisions = new HashMap<>();
  private final Set<String> changedRequests = new HashSet<>();
  private final Set<String> changedAccounts = new HashSet<>();
  private final Set<String> changedBudgets = new HashSet<>();
  private final Set<String> changedLimits = new HashSet<>();
  private final Set<String> writtenBudgets = new HashSet<>();
  private final Set<String> writtenLimits = new HashSet<>();
  private int saves;
  private final Set<String> written = new HashSet<>();
  private final Map<String, Long> endedAt = new HashMap<>();
  private final Map<Bytes, byte[]> snapshot = new HashMap<>();
  private long epoch;
  private long mark;
  private long attemptsPosition = -1;
  private boolean changed;
  private boolean begun;

  Checkpoint(KeyValueStore<Bytes, byte[]> store, Codec<Decision> codec) {
    this.store = store;
    this.codec = codec;
  }

  /** The state as the last owner that got to writing left it. A new object at each call. */
  AccountPartitionState load() {
    List<RestoredCheckpoint.Entry> entries = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> entry = all.next();
        entries.add(new RestoredCheckpoint.Entry(entry.key.get(), entry.value));
      }
    }
    RestoredCheckpoint restored = RestoredCheckpoint.of(entries, codec::decode);
    attemptsPosition = restored.attemptsPosition();
    decisions.putAll(restored.decisions());
    return restored.state();
  }

  /** Position in the attempt events of what was loaded, -1 where nothing was. */
  long attemptsPosition() {
    return attemptsPosition;
  }

  /**
   * A new owner begins with this state. Nothing is written before all up to here is committed as
   * acted on; until then the checkpoint of the owner before stands.
   */
  void start(long ownEpoch, AccountPartitionState state) {
    epoch = ownEpoch;
    mark = state.nextOffset();
    changedRequests.clear();
    changedAccounts.addAll(state.balances().keySet());
    changedBudgets.addAll(state.counters().budgets().keySet());
    changedLimits.addAll(state.counters().limits().keySet());
    for (RequestState request : state.inFlight()) {
      String id = request.requestId();
      snapshot.put(key(Kind.REQUEST, id), entry(request));
      written.add(id);
    }
    changed = true;
  }

  private Bytes key(Kind kind, String id) {
    return Bytes.wrap(new Key(epoch, kind, id).bytes());
  }

  private byte[] entry(RequestState request) {
    return CheckpointFormat.request(
        request, decisions.getOrDefault(request.requestId(), List.of()));
  }

  /** A decision was folded. */
  void note(Decision decision, long offset, byte[] bytes, Folded result) {
    changed = true;
    if (!(result instanceof Folded.Applied(Optional<RequestState> found))) {
      return;
    }
    changedAccounts.add(decision.getAccount());
    if (decision.getKind() != DecisionKind.END && decision.getKind() != DecisionKind.REFUSE) {
      decision.getBudgetHolds().forEach(hold -> changedBudgets.add(hold.getBudget()));
    }
    decision.getLimitHolds().forEach(hold -> changedLimits.add(hold.getLimit()));
    if (found.isEmpty()) {
      return;
    }
    RequestState request = found.get();
    String id = request.requestId();
    if (request.done()) {
      decisions.remove(id);
      changedRequests.remove(id);
      if (written.contains(id)) {
        endedAt.put(id, offset);
      }
      return;
    }
    List<LoggedDecision> known = decisions.computeIfAbsent(id, key -> new ArrayList<>(1));
    boolean first = decision.getKind() == DecisionKind.DISPATCH && decision.getEnvelope() != null;
    if (known.isEmpty() ? first : offset > known.getLast().offset()) {
      known.add(new LoggedDecision(offset, bytes));
    }
    changedRequests.add(id);
  }

  /** A worker told something about an attempt of this request. */
  void factNoted(String requestId) {
    if (decisions.containsKey(requestId)) {
      changedRequests.add(requestId);
      changed = true;
    }
  }

  /**
   * Writes what changed since the last time.
   *
   * @param attempts position in the attempt events whose facts the state has
   * @param committed first decision that is not committed as acted on
   */
  void save(AccountPartitionState state, long attempts, long committed) {
    if (committed < mark || (!changed && endedAt.isEmpty())) {
      return;
    }
    List<Bytes> older = begun ? List.of() : olderKeys();
    snapshot.forEach(store::put);
    snapshot.clear();
    for (String id : changedRequests) {
      state
          .request(id)
          .ifPresent(request -> {
            store.put(key(Kind.REQUEST, id), entry(request));
            written.add(id);
          });
    }
    forgetEnded();
    for (String account : changedAccounts) {
      if (!account.isEmpty()) {
        store.put(key(Kind.BALANCE, account), CheckpointFormat.balance(state.balance(account)));
      }
    }
    saveCounters(state.counters());
    store.put(key(Kind.PROGRESS, ""), CheckpointFormat.progress(state, mark, attempts));
    older.forEach(store::delete);
    begun = true;
    mark = state.nextOffset();
    changedRequests.clear();
    changedAccounts.clear();
    changed = false;
  }

  private void saveCounters(Counters counters) {
    if (++saves % FORGET_EVERY_SAVES == 0) {
      addGone(writtenBudgets, counters.budgets().keySet(), changedBudgets);
      addGone(writtenLimits, counters.limits().keySet(), changedLimits);
    }
    for (String id : changedBudgets) {
      BudgetCounter budget = counters.budgets().get(id);
      put(key(Kind.BUDGET, id), budget == null ? null : CheckpointFormat.budget(budget));
    }
    for (String id : changedLimits) {
      LimitCounter limit = counters.limits().get(id);
      put(key(Kind.LIMIT, id), limit == null ? null : CheckpointFormat.limit(limit));
    }
    writtenBudgets.addAll(changedBudgets);
    writtenLimits.addAll(changedLimits);
    changedBudgets.clear();
    changedLimits.clear();
  }

  /** Counters whose time is over are taken out of the store, too. */
  private static void addGone(Set<String> written, Set<String> there, Set<String> changed) {
    written.removeIf(id -> {
      boolean gone = !there.contains(id);
      if (gone) {
        changed.add(id);
      }
      return gone;
    });
  }

  private void put(Bytes key, byte @Nullable [] value) {
    if (value == null) {
      store.delete(key);
    } else {
      store.put(key, value);
    }
  }

  private void forgetEnded() {
    endedAt
        .entrySet()
        .removeIf(ended -> {
          if (ended.getValue() >= mark) {
            return false;
          }
          store.delete(key(Kind.REQUEST, ended.getKey()));
          written.remove(ended.getKey());
          return true;
        });
  }

  private List<Bytes> olderKeys() {
    List<Bytes> keys = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      while (all.hasNext()) {
        Bytes key = all.next().key;
        if (Key.of(key.get()).epoch() < epoch) {
          keys.add(key);
        }
      }
    }
    return keys;
  }
}
