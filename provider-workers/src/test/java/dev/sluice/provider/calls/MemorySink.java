package dev.sluice.provider.calls;

import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptEventKind;
import dev.sluice.schemas.attempt.FailedAttempt;
import dev.sluice.schemas.batch.BatchReply;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.reply.FrameKind;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.request.ReplyAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Keeps records instead of writing them. */
public final class MemorySink implements AttemptSink {
  public final List<AttemptEvent> events = new CopyOnWriteArrayList<>();
  public final List<Pace> eventPaces = new CopyOnWriteArrayList<>();
  public final List<AttemptEvent> unhurried = new CopyOnWriteArrayList<>();
  public final List<ReplyFrame> frames = new CopyOnWriteArrayList<>();
  public final List<Pace> paces = new CopyOnWriteArrayList<>();
  public final List<FailedAttempt> failures = new CopyOnWriteArrayList<>();
  public final List<BatchReply> batchReplies = new CopyOnWriteArrayList<>();
  private final List<Runnable> withheld = new ArrayList<>();
  volatile boolean full;
  public volatile boolean withholding;
  public volatile boolean losing;
  volatile int largestPayload = Integer.MAX_VALUE;

  @Override
  public void event(AttemptEvent event, Pace pace, Consumer<SendResult> then) {
    events.add(event);
    eventPaces.add(pace);
    if (withholding) {
      synchronized (withheld) {
        withheld.add(() -> then.accept(new SendResult.Written()));
      }
    } else {
      then.accept(losing ? new SendResult.Lost("as told") : new SendResult.Written());
    }
  }

  @Override
  public void unhurriedEvent(AttemptEvent event, Consumer<SendResult> then) {
    unhurried.add(event);
    event(event, Pace.GATHERED, then);
  }

  @Override
  public void frame(
      ReplyFrame frame, ReplyAddress to, Pace pace, long usefulUntilMs, Consumer<SendResult> then) {
    int size = frame.getPayload() == null ? 0 : frame.getPayload().getBytes().remaining();
    if (size > largestPayload) {
      then.accept(new SendResult.TooLarge(size));
      return;
    }
    frames.add(frame);
    paces.add(pace);
    if (withholding) {
      synchronized (withheld) {
        withheld.add(() -> then.accept(new SendResult.Written()));
      }
    } else {
      then.accept(new SendResult.Written());
    }
  }

  @Override
  public void failed(FailedAttempt failed, Consumer<SendResult> then) {
    failures.add(failed);
    then.accept(new SendResult.Written());
  }

  @Override
  public void batchReply(
      BatchReply reply, String project, ReplyAddress to, Consumer<SendResult> then) {
    batchReplies.add(reply);
    then.accept(new SendResult.Written());
  }

  @Override
  public boolean full() {
    return full;
  }

  /** Acknowledges what was withheld, and from now on everything at once. */
  public void acknowledge() {
    List<Runnable> all;
    synchronized (withheld) {
      withholding = false;
      all = List.copyOf(withheld);
      withheld.clear();
    }
    all.forEach(Runnable::run);
  }

  public AttemptEvent outcome() {
    return events.stream()
        .filter(event -> event.getKind() == AttemptEventKind.OUTCOME)
        .findFirst()
        .orElseThrow();
  }

  public long count(AttemptEventKind kind) {
    return events.stream().filter(event -> event.getKind() == kind).count();
  }

  List<FrameKind> frameKinds() {
    return ordered().stream().map(ReplyFrame::getKind).toList();
  }

  List<ReplyFrame> ordered() {
    return frames.stream().sorted(Comparator.comparingInt(ReplyFrame::getSequence)).toList();
  }

  ReplyFrame last() {
    return ordered().getLast();
  }

  /** Text of all chunks in order. */
  String streamedText() {
    var codec = new CanonicalCodec();
    var text = new StringBuilder();
    for (ReplyFrame frame : ordered()) {
      if (frame.getKind() == FrameKind.CHUNK) {
        for (CanonicalEvent event : codec.events(bytes(frame)).getEvents()) {
          if (event.getKind() == EventKind.TEXT_DELTA) {
            text.append(event.getText());
          }
        }
      }
    }
    return text.toString();
  }

  static byte[] bytes(ReplyFrame frame) {
    ByteBuffer buffer = frame.getPayload().getBytes().duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
