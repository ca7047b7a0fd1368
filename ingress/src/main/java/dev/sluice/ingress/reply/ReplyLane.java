package dev.sluice.ingress.reply;

import dev.sluice.schemas.reply.ReplyFrame;
import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * The way of replies to one event loop: frames are collected while a burst is read and handed over
 * in one wake-up. {@link #add} and {@link #send} belong to one reading thread.
 */
public final class ReplyLane {
  /** Bursts that the event loop may be behind before the reading thread waits for it. */
  private static final int MAX_BURSTS = 4;

  private final Context loop;
  private final Semaphore bursts = new Semaphore(MAX_BURSTS);
  private List<ReplyReceiver> receivers = new ArrayList<>(64);
  private List<ReplyFrame> frames = new ArrayList<>(64);

  /** A lane to this event loop. */
  public ReplyLane(Context loop) {
    this.loop = loop;
  }

  /** Adds a frame to the burst. */
  public void add(ReplyReceiver receiver, ReplyFrame frame) {
    receivers.add(receiver);
    frames.add(frame);
  }

  /**
   * Hands the burst over, if there is one.
   *
   * @throws InterruptedException if interrupted while the event loop is too far behind
   */
  public void send() throws InterruptedException {
    if (frames.isEmpty()) {
      return;
    }
    bursts.acquire();
    List<ReplyReceiver> burstReceivers = receivers;
    List<ReplyFrame> burstFrames = frames;
    receivers = new ArrayList<>(64);
    frames = new ArrayList<>(64);
    loop.runOnContext(ignored -> {
      try {
        deliver(burstReceivers, burstFrames);
      } finally {
        bursts.release();
      }
    });
  }

  private static void deliver(List<ReplyReceiver> receivers, List<ReplyFrame> frames) {
    for (int i = 0; i < frames.size(); i++) {
      receivers.get(i).accept(frames.get(i));
    }
    for (ReplyReceiver receiver : receivers) {
      receiver.flush();
    }
  }
}
