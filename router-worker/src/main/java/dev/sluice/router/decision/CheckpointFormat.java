package dev.sluice.router.decision;

import dev.sluice.router.admission.Balance;
import dev.sluice.router.admission.BudgetCounter;
import dev.sluice.router.admission.LimitCounter;
import dev.sluice.router.inflight.AttemptState;
import dev.sluice.router.inflight.RequestState;
import dev.sluice.schemas.decision.Decision;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The bytes of a checkpoint. Every key begins with the epoch of its writer, so that what an owner
 * still writes after another took over can never mix with what that one writes. A request is kept
 * as the decisions about it, as they are in the log.
 */
public final class CheckpointFormat {
  private static final byte VERSION = 1;

  /** What an entry is about. */
  public enum Kind {
    PROGRESS,
    REQUEST,
    BALANCE,
    BUDGET,
    LIMIT
  }

  /**
   * A key of the checkpoint.
   *
   * @param id request id, account, budget or limit, empty for the progress
   */
  public record Key(long epoch, Kind kind, String id) {

    public byte[] bytes() {
      byte[] text = id.getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.allocate(9 + text.length)
          .putLong(epoch)
          .put((byte) kind.ordinal())
          .put(text)
          .array();
    }

    public static Key of(byte[] bytes) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      long epoch = buffer.getLong();
      Kind kind = Kind.values()[buffer.get()];
      return new Key(epoch, kind, StandardCharsets.UTF_8.decode(buffer).toString());
    }
  }

  /** A decision about a request as it is in the log. */
  public record LoggedDecision(long offset, byte[] bytes) {}

  /**
   * A state without requests and balances, and the position in the attempt events up to which its
   * facts are known.
   */
  public record Progress(AccountPartitionState state, long attemptsPosition) {}

  private CheckpointFormat() {}

  /**
   * How far everything was folded.
   *
   * @param nextOffset where the next owner begins to read; may lie behind what the state has
   */
  public static byte[] progress(
      AccountPartitionState state, long nextOffset, long attemptsPosition) {
    return written(out -> {
      out.writeLong(nextOffset);
      out.writeLong(attemptsPosition);
      state.epochs.write(out);
      state.requests.write(out);
      out.writeInt(state.sources.size());
      for (Map.Entry<String, SeenOffsets> source : state.sources.entrySet()) {
        out.writeUTF(source.getKey());
        source.getValue().write(out);
      }
    });
  }

  public static Progress progress(byte[] bytes) {
    return read(
        bytes,
        in -> {
          long nextOffset = in.readLong();
          long attemptsPosition = in.readLong();
          Epochs epochs = Epochs.read(in);
          SeenOffsets requests = SeenOffsets.read(in);
          Map<String, SeenOffsets> sources = new HashMap<>();
          for (int left = in.readInt(); left > 0; left--) {
            sources.put(in.readUTF(), SeenOffsets.read(in));
          }
          return new Progress(
              new AccountPartitionState(epochs, requests, sources, nextOffset), attemptsPosition);
        });
  }

  public static byte[] balance(Balance balance) {
    return written(out -> {
      out.writeLong(balance.spentNanoUsd());
      out.writeLong(balance.reservedNanoUsd());
      out.writeLong(balance.settledAttempts());
      out.writeLong(balance.unpricedAttempts());
      out.writeLong(balance.lastOffset());
    });
  }

  /** Puts the balance of an account into the state. */
  public static void balance(AccountPartitionState state, String account, byte[] bytes) {
    state.balances.put(
        account,
        read(
            bytes,
            in ->
                new Balance(
                    in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong())));
  }

  /** A budget. */
  public static byte[] budget(BudgetCounter counter) {
    return written(counter::write);
  }

  /** Puts a budget into the state. */
  public static void budget(AccountPartitionState state, String id, byte[] bytes) {
    state.counters.restoreBudget(id, read(bytes, BudgetCounter::read));
  }

  /** A limit. */
  public static byte[] limit(LimitCounter counter) {
    return written(counter::write);
  }

  /** Puts a limit into the state. */
  public static void limit(AccountPartitionState state, String id, byte[] bytes) {
    state.counters.restoreLimit(id, read(bytes, LimitCounter::read));
  }

  /** A request as its decisions and what workers told of its attempts. */
  public static byte[] request(RequestState request, List<LoggedDecision> decisions) {
    return written(out -> {
      out.writeInt(decisions.size());
      for (LoggedDecision decision : decisions) {
        out.writeLong(decision.offset());
        out.writeInt(decision.bytes().length);
        out.write(decision.bytes());
      }
      out.writeInt(request.attempts().size());
      for (AttemptState attempt : request.attempts()) {
        out.writeInt(attempt.number());
        out.writeUTF(attempt.worker());
        out.writeLong(attempt.startedAtMs());
        out.writeBoolean(attempt.contentShown());
      }
      out.writeLong(request.admittedAtMs());
    });
  }

  /**
   * Puts a request into the state.
   *
   * @return its decisions
   */
  public static List<LoggedDecision> request(
      AccountPartitionState state, byte[] bytes, Function<byte[], Decision> decode) {
    return read(
        bytes,
        in -> {
          List<LoggedDecision> decisions = new ArrayList<>();
          Optional<RequestState> request = Optional.empty();
          for (int left = in.readInt(); left > 0; left--) {
            long offset = in.readLong();
            LoggedDecision logged = new LoggedDecision(offset, in.readNBytes(in.readInt()));
            Decision decision = decode.apply(logged.bytes());
            if (request.isEmpty()) {
              request = RequestState.begin(decision, offset);
            } else {
              request.get().apply(decision, offset);
            }
            decisions.add(logged);
          }
          for (int left = in.readInt(); left > 0; left--) {
            facts(in, request);
          }
          if (in.available() > 0) { // older checkpoints end here
            long admittedAtMs = in.readLong();
            request.ifPresent(known -> known.admitted(admittedAtMs));
          }
          request.ifPresent(known -> state.inFlight.put(known.requestId(), known));
          return decisions;
        });
  }

  private static void facts(DataInputStream in, Optional<RequestState> request) throws IOException {
    int number = in.readInt();
    String worker = in.readUTF();
    long startedAtMs = in.readLong();
    boolean contentShown = in.readBoolean();
    if (request.isPresent() && !worker.isEmpty()) {
      request.get().started(number, worker, startedAtMs);
    }
    if (request.isPresent() && contentShown) {
      request.get().contentShown(number);
    }
  }

  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private interface Reading<T> {
    T from(DataInputStream in) throws IOException;
  }

  private static byte[] written(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static <T> T read(byte[] bytes, Reading<T> reading) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      byte version = in.readByte();
      if (version != VERSION) {
        throw new IllegalStateException(
            "the checkpoint has the format " + version + ", this router knows " + VERSION);
      }
      return reading.from(in);
    } catch (IOException e) {
      throw new UncheckedIOException("the checkpoint cannot be read", e);
    }
  }
}
