package dev.sluice.simulator;

import dev.sluice.simulator.dialect.Frame;
import dev.sluice.simulator.fault.Pace;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Breaks frames into pieces that respect no boundary, neither of lines nor of letters. The tokens
 * of a frame are billed with its last piece.
 */
final class SlowFrames implements Iterator<Frame> {

  private static final int BODY_PIECES = 20;
  private static final double PIECES_PER_SECOND = 100;

  private final Iterator<Frame> whole;
  private Optional<Frame> second = Optional.empty();

  private SlowFrames(Iterator<Frame> whole) {
    this.whole = whole;
  }

  /** Each frame in two pieces. */
  static Iterator<Frame> halves(Iterator<Frame> frames) {
    return new SlowFrames(frames);
  }

  /** A body in about twenty pieces. */
  static List<Frame> pieces(Buffer body, int output, int reasoning) {
    List<Frame> pieces = new ArrayList<>();
    int step = Math.max(1, body.length() / BODY_PIECES);
    for (int at = 0; at < body.length(); at += step) {
      int end = Math.min(body.length(), at + step);
      boolean last = end == body.length();
      pieces.add(new Frame(body.getBuffer(at, end), last ? output : 0, last ? reasoning : 0, true));
    }
    return pieces;
  }

  /** A pace for pieces: a hundred a second, or slower where tokens are to come slower. */
  static Pace pace(Pace asked) {
    double rate =
        asked.tokensPerSecond() > 0
            ? Math.min(PIECES_PER_SECOND, 2 * asked.tokensPerSecond())
            : PIECES_PER_SECOND;
    return new Pace(asked.latencyMs(), asked.ttftMs(), rate);
  }

  @Override
  public boolean hasNext() {
    return second.isPresent() || whole.hasNext();
  }

  @Override
  public Frame next() {
    if (second.isPresent()) {
      Frame rest = second.get();
      second = Optional.empty();
      return rest;
    }
    if (!whole.hasNext()) {
      throw new NoSuchElementException("the stream has ended");
    }
    Frame frame = whole.next();
    int length = frame.bytes().length();
    int middle = length / 2;
    Buffer rest = frame.bytes().getBuffer(middle, length);
    second = Optional.of(new Frame(rest, frame.output(), frame.reasoning(), true));
    return new Frame(frame.bytes().getBuffer(0, middle), 0, 0, true);
  }
}
