package dev.sluice.ingress.reply;

import dev.sluice.schemas.reply.FrameKind;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.request.Payload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The frames of one attempt that have not been shown: those in order and those ahead of a gap. */
final class AttemptFrames {
  /** What a frame weighs beside its payload. */
  private static final int FRAME_BYTES = 512;

  private final String attemptId;
  private List<ReplyFrame> waiting = List.of();
  private int next;
  private long bytes;
  private boolean lost;

  AttemptFrames(String attemptId) {
    this.attemptId = attemptId;
  }

  String attemptId() {
    return attemptId;
  }

  boolean lost() {
    return lost;
  }

  long bytes() {
    return bytes;
  }

  /** Whether this place was taken by a frame that is no error. */
  boolean isTaken(int sequence) {
    if (sequence < next) {
      return true;
    }
    for (ReplyFrame frame : waiting) {
      if (frame.getSequence() == sequence) {
        return frame.getKind() != FrameKind.ERROR;
      }
    }
    return false;
  }

  /** Whether this frame can be shown without being kept. */
  boolean isNext(ReplyFrame frame) {
    return frame.getSequence() == next && waiting.isEmpty();
  }

  void advance() {
    next++;
  }

  /** Keeps a frame at its place; a repeated one is dropped. Gives the bytes that it added. */
  long keep(ReplyFrame frame) {
    int sequence = frame.getSequence();
    if (sequence < next) {
      return 0;
    }
    if (waiting.isEmpty()) {
      waiting = new ArrayList<>(4);
    }
    int place = waiting.size();
    while (place > 0 && waiting.get(place - 1).getSequence() >= sequence) {
      place--;
    }
    if (place < waiting.size() && waiting.get(place).getSequence() == sequence) {
      return 0;
    }
    waiting.add(place, frame);
    long size = sizeOf(frame);
    bytes += size;
    return size;
  }

  /** Whether the frames from the next one on, up to the first gap, have content or the end. */
  boolean showsContent() {
    int expected = next;
    for (ReplyFrame frame : waiting) {
      if (frame.getSequence() != expected) {
        return false;
      }
      if (frame.getContent() || frame.getFinal$()) {
        return true;
      }
      expected++;
    }
    return false;
  }

  /** Takes the next frame in order, null where it has not come. */
  @Nullable ReplyFrame poll() {
    if (waiting.isEmpty() || waiting.get(0).getSequence() != next) {
      return null;
    }
    ReplyFrame frame = waiting.remove(0);
    bytes -= sizeOf(frame);
    next++;
    return frame;
  }

  /** Forgets everything; gives the bytes that this freed. */
  long lose() {
    long freed = bytes;
    lost = true;
    bytes = 0;
    waiting = List.of();
    return freed;
  }

  private static long sizeOf(ReplyFrame frame) {
    Payload payload = frame.getPayload();
    return FRAME_BYTES + (payload == null ? 0 : payload.getBytes().remaining());
  }
}
