package dev.sluice.provider.calls;

import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.provider.http.Lane;
import dev.sluice.provider.metric.ProviderMetric;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.reply.ReplyFrame;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The numbered frames of one stream, and the brake on its provider: while too many of them wait for
 * their acknowledgement the answer is not read. Confined to the lane; acknowledgements come from
 * any thread.
 */
final class FrameStream {
  private static final long LOOK_AGAIN_MS = 20;

  private final Attempt attempt;
  private final AttemptRecords records;
  private final CallServices services;
  private final Lane lane;
  private final ProviderExchange exchange;
  private final Consumer<String> onFailure;
  private final Runnable onResume;
  private final AtomicInteger waiting = new AtomicInteger();
  private final int waitingAtMost;
  private int sequence;
  private boolean gathered;
  private volatile boolean holding;

  /**
   * @param onFailure on the lane: a frame could not be written, so the stream has a gap
   * @param onResume on the lane: the provider is read again
   */
  FrameStream(
      Attempt attempt,
      AttemptRecords records,
      CallServices services,
      Lane lane,
      ProviderExchange exchange,
      Consumer<String> onFailure,
      Runnable onResume) {
    this.attempt = attempt;
    this.records = records;
    this.services = services;
    this.lane = lane;
    this.exchange = exchange;
    this.onFailure = onFailure;
    this.onResume = onResume;
    this.waitingAtMost = services.bounds().waitingFrames();
  }

  /**
   * Sends one frame.
   *
   * @param atOnce whether it shall not wait to travel with others
   * @param onWritten on any thread, where the frame could be written
   */
  void send(ReplyEvents events, boolean content, boolean atOnce, Runnable onWritten) {
    AttemptSink.Pace pace =
        atOnce && !gathered ? AttemptSink.Pace.AT_ONCE : AttemptSink.Pace.GATHERED;
    gathered |= pace == AttemptSink.Pace.GATHERED;
    int own = sequence++;
    ReplyFrame frame =
        records.chunk(
            own,
            content,
            services.codec().encode(events),
            CanonicalCodec.EVENTS_ENCODING,
            services.clock().nowMs());
    waiting.incrementAndGet();
    services
        .sink()
        .frame(
            frame,
            attempt.replyTo(),
            pace,
            attempt.deadlineAtMs(),
            result -> {
              waiting.decrementAndGet();
              if (!(result instanceof SendResult.Written)) {
                lane.execute(() -> gapAt(own, result));
                return;
              }
              onWritten.run();
              if (holding && waiting.get() <= waitingAtMost / 2) {
                lane.execute(this::maybeResume);
              }
            });
  }

  /** Stops reading the provider where Kafka is behind. */
  void holdBack() {
    if (!holding && behind()) {
      services.metrics().count(ProviderMetric.PAUSES);
      holding = true;
      exchange.pause();
      lane.vertx().setTimer(LOOK_AGAIN_MS, ignored -> maybeResume());
    }
  }

  /** Whether the provider is not being read. */
  boolean holding() {
    return holding;
  }

  /** Reads on whatever waits: the call is over and its connection has to be emptied. */
  void letGo() {
    if (holding) {
      holding = false;
      exchange.resume();
    }
  }

  /** Sequence of the next frame. */
  int nextSequence() {
    return sequence;
  }

  /** How many frames have been sent. */
  int sent() {
    return sequence;
  }

  /** Whether a frame went the slower way. */
  boolean gathered() {
    return gathered;
  }

  private void maybeResume() {
    if (!holding) {
      return;
    }
    if (behind()) {
      lane.vertx().setTimer(LOOK_AGAIN_MS, ignored -> maybeResume());
      return;
    }
    holding = false;
    onResume.run();
    exchange.resume();
  }

  private boolean behind() {
    int most = holding ? waitingAtMost / 2 : waitingAtMost;
    return waiting.get() >= most || services.sink().full();
  }

  /** The error that ends the reply takes the place of the frame that is missing. */
  private void gapAt(int missing, SendResult result) {
    sequence = Math.min(sequence, missing);
    onFailure.accept(
        result instanceof SendResult.TooLarge
            ? "A piece of the provider's stream is larger than the reply topic takes."
            : "A piece of the reply could not be written.");
  }
}
