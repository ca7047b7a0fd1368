package dev.sluice.simulator.playback;

import dev.sluice.simulator.bill.Tokens;
import dev.sluice.simulator.dialect.Frame;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.List;

/** The events of a recorded stream; its tokens are spread evenly over them. */
final class RecordedFrames implements Iterator<Frame> {

  private final List<Buffer> events;
  private final Tokens tokens;
  private int at;

  RecordedFrames(List<Buffer> events, Tokens tokens) {
    this.events = events;
    this.tokens = tokens;
  }

  @Override
  public boolean hasNext() {
    return at < events.size();
  }

  @Override
  public Frame next() {
    Buffer event = events.get(at);
    Frame frame = new Frame(event, share(tokens.output()), share(tokens.reasoning()), true);
    at++;
    return frame;
  }

  private int share(int total) {
    long all = total;
    return (int) (all * (at + 1) / events.size() - all * at / events.size());
  }
}
