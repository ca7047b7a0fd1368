package dev.sluice.provider.calls;

import dev.sluice.dialects.api.ClientDialect;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptStatus;
import dev.sluice.schemas.attempt.FailedFate;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.money.PriceBook;
import dev.sluice.schemas.reply.FrameKind;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.request.Payload;
import dev.sluice.schemas.usage.TokenUsage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a call that is over comes to: the last frame, the fallback, the batch reply, and
 * always the OUTCOME event. Where tokens have to be counted it does so off the event loop.
 */
final class AttemptEnding {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptEnding.class);

  private static final int BOOK_LOOKS = 20;
  private static final long BOOK_LOOK_MS = 100;

  private final Attempt attempt;
  private final AttemptRecords records;
  private final CallServices services;
  private final Supplier<String> requestText;
  private final Runnable over;
  private final AtomicInteger unwritten = new AtomicInteger(1);

  /**
   * @param requestText all text of the request, for counting
   * @param over runs once when everything has been written, on any thread
   */
  AttemptEnding(
      Attempt attempt,
      AttemptRecords records,
      CallServices services,
      Supplier<String> requestText,
      Runnable over) {
    this.attempt = attempt;
    this.records = records;
    this.services = services;
    this.requestText = requestText;
    this.over = over;
  }

  /** Called once. Never blocks. */
  void write(CallEnd end) {
    write(end, BOOK_LOOKS);
  }

  /** A dispatch may be faster than the price book that it names, by a little. */
  private void write(CallEnd end, int looks) {
    String version = attempt.dispatch().getPriceVersion();
    Optional<PriceBook> book = services.prices().apply(version);
    boolean quick = !UsageBasis.needsEstimates(end.basis()) && !attempt.batch();
    if (book.isEmpty() && !version.isEmpty() && looks > 0) {
      CompletableFuture.delayedExecutor(BOOK_LOOK_MS, TimeUnit.MILLISECONDS, services.counting())
          .execute(() -> write(end, looks - 1));
    } else if (quick) {
      settle(end, book);
    } else {
      services.counting().execute(() -> settle(end, book));
    }
  }

  private void settle(CallEnd end, Optional<PriceBook> book) {
    try {
      writeAll(end, book);
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("requestId", attempt.requestId())
          .addKeyValue("deployment", attempt.dispatch().getDeployment())
          .setCause(e)
          .log("The end of an attempt could not be written");
    } finally {
      written();
    }
  }

  private void writeAll(CallEnd end, Optional<PriceBook> book) {
    var estimates =
        new Estimate(
            attempt.dispatch().getProviderModel(),
            requestText,
            attempt.dispatch().getInputTokensBound(),
            end.received());
    TokenUsage usage = UsageBasis.usage(end.basis(), estimates);
    Cost cost = Cost.of(attempt.dispatch(), book, usage);
    switch (end.outcome()) {
      case AttemptOutcome.Succeeded ignored -> succeeded(end, usage, cost);
      case AttemptOutcome.Failed failed -> {
        services
            .sink()
            .failed(
                records.failed(
                    FailedFate.FAILED,
                    failed.error(),
                    failed.tryElsewhere(),
                    cost.own(),
                    end.facts().latencyMs()),
                awaited());
        outcome(end, failed, failed.error(), usage, cost);
      }
      case AttemptOutcome.Broken broken -> broken(end, broken, usage, cost);
      case AttemptOutcome.Withdrawn withdrawn ->
          outcome(end, withdrawn, withdrawn.error(), usage, cost);
    }
  }

  private void succeeded(CallEnd end, TokenUsage usage, Cost cost) {
    if (attempt.batch()) {
      batchReply(end, usage, cost);
    } else if (end.whole().isPresent()) {
      whole(end, end.whole().get(), usage, cost);
    } else {
      ReplyFrame last =
          records.last(
              FrameKind.END,
              end.nextSequence(),
              null,
              end.facts().reportedModel(),
              usage,
              cost,
              nowMs());
      frame(last, pace(end), () -> outcome(end, end.outcome(), null, usage, cost));
    }
  }

  private void whole(CallEnd end, CanonicalReply reply, TokenUsage usage, Cost cost) {
    byte[] bytes = services.codec().encode(reply);
    ReplyFrame frame =
        records.last(
            FrameKind.WHOLE,
            end.nextSequence(),
            new Payload(CanonicalCodec.REPLY_ENCODING, ByteBuffer.wrap(bytes)),
            end.facts().reportedModel(),
            usage,
            cost,
            nowMs());
    Runnable outcome = () -> outcome(end, end.outcome(), null, usage, cost);
    unwritten.incrementAndGet();
    services
        .sink()
        .frame(
            frame,
            attempt.replyTo(),
            AttemptSink.Pace.AT_ONCE,
            attempt.deadlineAtMs(),
            result -> {
              if (result instanceof SendResult.TooLarge tooLarge) {
                then(() -> errorFrame(end, tooLargeError(tooLarge.bytes()), usage, cost, outcome));
              } else {
                then(outcome);
              }
            });
  }

  private void broken(CallEnd end, AttemptOutcome.Broken broken, TokenUsage usage, Cost cost) {
    Runnable outcome = () -> outcome(end, broken, broken.error(), usage, cost);
    boolean nobodyWaits = broken.error().getKind().equals(ErrorKind.CANCELLED.wireName());
    if (nobodyWaits) {
      outcome.run();
    } else {
      errorFrame(end, broken.error(), usage, cost, outcome);
    }
  }

  private void batchReply(CallEnd end, TokenUsage usage, Cost cost) {
    CanonicalReply reply = end.whole().orElseGet(() -> Canonical.reply(""));
    ClientDialect dialect = BatchDialects.of(attempt.payload().getEncoding());
    byte[] body = dialect.reply(reply, context());
    Runnable outcome = () -> outcome(end, end.outcome(), null, usage, cost);
    sendBatch(
        200,
        body,
        cost,
        result -> {
          if (result instanceof SendResult.TooLarge tooLarge) {
            ErrorReply error = dialect.error(tooLargeError(tooLarge.bytes()), context());
            sendBatch(error.status(), error.body(), cost, ignored -> outcome.run());
          } else {
            outcome.run();
          }
        });
  }

  private void sendBatch(int status, byte[] body, Cost cost, Consumer<SendResult> then) {
    unwritten.incrementAndGet();
    services
        .sink()
        .batchReply(
            records.batchReply(status, new String(body, StandardCharsets.UTF_8), cost, nowMs()),
            attempt.envelope().getProject(),
            attempt.replyTo(),
            result -> {
              then.accept(result);
              written();
            });
  }

  private ReplyContext context() {
    return new ReplyContext(
        attempt.requestId(),
        attempt.envelope().getRequestedModel(),
        attempt.startedAtMs() / 1000,
        false);
  }

  private void errorFrame(
      CallEnd end, ErrorInfo error, TokenUsage usage, Cost cost, Runnable then) {
    frame(records.error(end.nextSequence(), error, usage, cost, nowMs()), pace(end), then);
  }

  private static AttemptSink.Pace pace(CallEnd end) {
    return end.gathered() ? AttemptSink.Pace.GATHERED : AttemptSink.Pace.AT_ONCE;
  }

  /** The event that says it is over comes after the frame that does, lest a crash part them. */
  private void frame(ReplyFrame frame, AttemptSink.Pace pace, Runnable then) {
    unwritten.incrementAndGet();
    services
        .sink()
        .frame(frame, attempt.replyTo(), pace, attempt.deadlineAtMs(), result -> then(then));
  }

  /** What follows a record that was written. A fault in it leaves no slot taken. */
  private void then(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("requestId", attempt.requestId())
          .addKeyValue("deployment", attempt.dispatch().getDeployment())
          .setCause(e)
          .log("The end of an attempt could not be written");
    } finally {
      written();
    }
  }

  private void outcome(
      CallEnd end, AttemptOutcome outcome, @Nullable ErrorInfo error, TokenUsage usage, Cost cost) {
    AttemptEvent event =
        records.outcome(outcome.status(), error, end.facts(), usage, cost, nowMs());
    if (attempt.dispatch().getOutcomeMayWait()) {
      services.sink().unhurriedEvent(event, awaited());
    } else {
      services.sink().event(event, attempt.pace(), awaited());
    }
    tell(end, outcome, error);
  }

  private void tell(CallEnd end, AttemptOutcome outcome, @Nullable ErrorInfo error) {
    String kind = error == null ? "" : error.getKind();
    services
        .metrics()
        .attempt(
            attempt.dispatch().getProvider(),
            outcome.status().name().toLowerCase(Locale.ROOT),
            kind,
            end.facts().latencyMs());
    if (error != null && outcome.status() != AttemptStatus.CANCELLED) {
      services.failures().failed(attempt, error);
    }
    LOG.atDebug()
        .addKeyValue("requestId", attempt.requestId())
        .addKeyValue("attempt", attempt.dispatch().getAttemptNumber())
        .addKeyValue("deployment", attempt.dispatch().getDeployment())
        .addKeyValue("outcome", outcome.status())
        .addKeyValue("error", kind)
        .addKeyValue("statusCode", end.facts().providerStatus())
        .addKeyValue("latencyMs", end.facts().latencyMs())
        .log("Attempt ended");
  }

  private Consumer<SendResult> awaited() {
    unwritten.incrementAndGet();
    return result -> written();
  }

  private void written() {
    if (unwritten.decrementAndGet() == 0) {
      over.run();
    }
  }

  private long nowMs() {
    return services.clock().nowMs();
  }

  private static ErrorInfo tooLargeError(int bytes) {
    return Canonical.error(
        ErrorKind.PROVIDER_ERROR,
        0,
        "The provider's reply of %d bytes is larger than the reply topic takes.".formatted(bytes));
  }
}
