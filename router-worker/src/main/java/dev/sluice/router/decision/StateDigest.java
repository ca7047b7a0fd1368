package dev.sluice.router.decision;

import dev.sluice.router.admission.Balance;
import dev.sluice.router.inflight.AttemptState;
import dev.sluice.router.inflight.RequestState;
import dev.sluice.schemas.decision.BudgetHold;
import dev.sluice.schemas.decision.LimitHold;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A hash of all that a state has from the decision log: owners, offsets that were dealt with,
 * balances, budgets, limits and requests in flight. Two states that were folded up to the same
 * offset have the same one, whatever checkpoint each of them began with. What workers told of
 * attempts is apart, since it is not in that log.
 */
public final class StateDigest {
  private static final int KEPT_BYTES = 8;

  private StateDigest() {}

  /**
   * The hash, as 16 hex digits. Changes nothing in the state.
   *
   * @param asOfMs append time of the last decision folded; what is over by then does not count
   */
  public static String of(AccountPartitionState state, long asOfMs) {
    MessageDigest sha256 = sha256();
    try (DataOutputStream out =
        new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), sha256))) {
      out.writeLong(state.nextOffset);
      state.epochs.write(out);
      state.requests.write(out);
      for (Map.Entry<String, SeenOffsets> source : new TreeMap<>(state.sources).entrySet()) {
        out.writeUTF(source.getKey());
        source.getValue().write(out);
      }
      for (Map.Entry<String, Balance> balance : new TreeMap<>(state.balances).entrySet()) {
        if (balance.getValue().lastOffset() >= 0) {
          out.writeUTF(balance.getKey());
          out.write(CheckpointFormat.balance(balance.getValue()));
        }
      }
      state.counters.writeCounting(out, asOfMs);
      for (RequestState request : new TreeMap<>(state.inFlight).values()) {
        write(out, request);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HexFormat.of().formatHex(sha256.digest(), 0, KEPT_BYTES);
  }

  private static void write(DataOutputStream out, RequestState request) throws IOException {
    out.writeUTF(request.requestId());
    out.writeLong(request.requestOffset());
    out.writeLong(request.lastOffset());
    out.writeLong(request.admittedAtMs());
    out.writeLong(request.deadlineAtMs());
    out.writeUTF(request.end().name());
    for (LimitHold hold : request.limits()) {
      out.writeUTF(hold.getLimit());
      out.writeLong(hold.getAmount());
    }
    for (AttemptState attempt : request.attempts()) {
      out.writeInt(attempt.number());
      out.writeInt(attempt.chainIndex());
      out.writeLong(attempt.decisionOffset());
      out.writeLong(orLess(attempt.reservedNanoUsd()));
      out.writeLong(orLess(attempt.outputLimit()));
      out.writeBoolean(attempt.givenUp());
      out.writeBoolean(attempt.settled());
      for (BudgetHold hold : attempt.budgets()) {
        out.writeUTF(hold.getBudget());
        out.writeLong(hold.getCycleStartMs());
      }
    }
  }

  private static long orLess(@Nullable Long amount) {
    return amount == null ? -1 : amount;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
