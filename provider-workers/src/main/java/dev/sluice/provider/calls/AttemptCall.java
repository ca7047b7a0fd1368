package dev.sluice.provider.calls;

import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.provider.http.Lane;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.Operation;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.fault.WithoutMessage;
import dev.sluice.schemas.usage.TokenUsage;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call to one deployment. Everything but {@link #begin} and {@link #abort} happens on the event
 * loop of its lane.
 */
public final class AttemptCall {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptCall.class);
  private static final long NANOS_PER_MS = 1_000_000;

  private final Attempt attempt;
  private final CallServices services;
  private final Lane lane;
  private final AttemptRecords records;
  private final AttemptEnding ending;
  private final ReceivedText received = new ReceivedText();
  private final CallLimits limits;
  private final long startMs = monotonicMs();
  private final CallWatch watch;
  private final ProviderExchange exchange;
  private final FrameStream frames;

  private CallState state = new CallState.Connecting();
  private @Nullable PreparedCall prepared;
  private @Nullable StreamedAnswer stream;
  private @Nullable Buffer body;
  private @Nullable Remainder remainder;
  private @Nullable Long ttftMs;
  private long askedMs = startMs;
  private long timer = -1;

  /**
   * @param over runs once, when all records of the attempt have been written; on any thread
   */
  public AttemptCall(Attempt attempt, CallServices services, Lane lane, Runnable over) {
    this.attempt = attempt;
    this.services = services;
    this.lane = lane;
    this.records = new AttemptRecords(attempt, services.worker());
    this.ending =
        new AttemptEnding(
            attempt, records, services, () -> RequestPayload.textOf(attempt, services), over);
    this.limits = services.limits().under(attempt.dispatch().getTimeouts());
    long leftMs = attempt.deadlineAtMs() - services.clock().nowMs();
    this.watch = new CallWatch(limits, attempt.streamed(), startMs, startMs + leftMs);
    this.exchange = new ProviderExchange(lane, attempt, new Answer(), this::guarded);
    this.frames =
        new FrameStream(
            attempt, records, services, lane, exchange, this::framesFailed, this::heard);
  }

  /** The STARTED event, to be written while the call begins. */
  public AttemptRecords records() {
    return records;
  }

  public Attempt attempt() {
    return attempt;
  }

  /** Begins the call. Any thread, once. */
  public void begin() {
    lane.execute(() -> guarded(this::start));
  }

  /** Ends the call with this failure and closes its connection, if it is not over. Any thread. */
  public void abort(ErrorKind kind, String reason) {
    lane.execute(() -> guarded(() -> cut(CallError.of(kind, reason))));
  }

  private void start() {
    if (isOver()) {
      return;
    }
    new CallPreparation(attempt, services, lane, outcome -> guarded(() -> prepared(outcome)))
        .begin();
  }

  private void prepared(PreparedCall.Outcome outcome) {
    if (isOver()) {
      return;
    }
    switch (outcome) {
      case PreparedCall.Outcome.Ready ready -> connect(ready.call());
      case PreparedCall.Outcome.Refused refused -> fail(refused.error());
    }
  }

  private void connect(PreparedCall call) {
    prepared = call;
    records.dropped(call.dropped());
    heard(); // the time to connect begins now
    look();
    if (!isOver()) {
      exchange.start(call, limits.connectMs(), services.clock().nowMs());
    }
  }

  /** The deadline is looked at once more, now that nothing but the write is left. */
  private boolean connected() {
    look();
    if (state instanceof CallState.Connecting connecting) {
      state = connecting.asked();
      askedMs = monotonicMs();
      return true;
    }
    return false;
  }

  private void head(int status, String contentType) {
    if (!(state instanceof CallState.Asked asked)) {
      return;
    }
    heard();
    boolean success = status / 100 == 2;
    if (success && attempt.streamed() && !isDocument(contentType)) {
      state = asked.streamed(status);
      PreparedCall call = call();
      stream =
          new StreamedAnswer(
              call.endpoint().dialect().framing(services.bounds().eventBytes()),
              call.endpoint().dialect().stream(call.providerCall()),
              received);
    } else {
      state = asked.whole(status);
      body = Buffer.buffer();
    }
    look(); // from here on silence counts
  }

  /** Whether an answer of this type is one JSON document, and not lines of it or events. */
  private static boolean isDocument(String contentType) {
    return contentType.contains("json") && !contentType.contains("ndjson");
  }

  private void piece(Buffer piece) {
    if (isOver()) {
      return;
    }
    heard();
    if (stream != null) {
      step(stream, stream.piece(piece.getBytes()));
      return;
    }
    Buffer collected = body;
    boolean success = status() / 100 == 2;
    int bound = success ? services.bounds().replyBytes() : services.bounds().errorBytes();
    if (collected != null && collected.length() + piece.length() <= bound) {
      collected.appendBuffer(piece);
    } else if (success) {
      fail(
          CallError.of(
              ErrorKind.PROVIDER_MALFORMED,
              "The provider's reply is larger than " + bound + " bytes."));
    } else {
      wholeAnswer();
      exchange.close();
    }
  }

  private void answered() {
    if (isOver()) {
      return;
    }
    if (stream != null) {
      step(stream, stream.end());
    } else {
      wholeAnswer();
    }
  }

  private void step(StreamedAnswer answer, StreamedAnswer.Step step) {
    ReplyEvents events = step.frame();
    if (events != null && remainder == null) {
      show(events, step.content());
    }
    StreamedAnswer.Over over = step.over();
    if (over == null || isOver()) {
      return;
    }
    if (remainder != null) {
      if (over instanceof StreamedAnswer.Over.Complete) {
        fail(remainder.error(), new UsageBasis.Complete(answer.usage()));
      } else {
        fail(remainder.error());
      }
      return;
    }
    switch (over) {
      case StreamedAnswer.Over.Complete ignored ->
          end(
              new AttemptOutcome.Succeeded(),
              new UsageBasis.Complete(answer.usage()),
              Optional.empty());
      case StreamedAnswer.Over.Told told ->
          fail(new CallError(told.failure().kind(), told.failure().info()));
      case StreamedAnswer.Over.Unreadable unreadable ->
          fail(CallError.of(ErrorKind.PROVIDER_MALFORMED, unreadable.reason()));
      case StreamedAnswer.Over.Short ignored ->
          fail(
              CallError.of(
                  ErrorKind.PROVIDER_MALFORMED, "The provider's stream ended before its end."));
    }
  }

  private void show(ReplyEvents events, boolean content) {
    if (content && state instanceof CallState.Answering answering && !state.showedContent()) {
      state = answering.shown();
      frames.send(events, true, true, firstContent());
    } else {
      frames.send(events, content, false, () -> {});
    }
    frames.holdBack();
  }

  /**
   * Tells of it when the frame is written, not before: for a worker that is lost in between the
   * router would make no further attempt, and the caller had seen nothing. Where it is lost after
   * the frame and before this, a further attempt is made for nothing; the ingress follows the
   * first.
   */
  private Runnable firstContent() {
    long ttft = elapsedMs();
    ttftMs = ttft;
    services.metrics().firstContent(attempt.dispatch().getProvider(), ttft);
    var event = records.firstContent(services.clock().nowMs(), ttft);
    return () -> services.sink().event(event, attempt.pace(), result -> {});
  }

  private void wholeAnswer() {
    Buffer collected = body;
    byte[] bytes = collected == null ? new byte[0] : collected.getBytes();
    PreparedCall call = call();
    int status = status();
    switch (call.endpoint()
        .dialect()
        .reply(call.providerCall(), status, exchange.headers(), bytes)) {
      case ProviderReply.Succeeded succeeded -> wholeReply(succeeded.reply());
      case ProviderReply.Failed failed -> {
        var error = new CallError(failed.failure().kind(), failed.failure().info());
        if (status / 100 == 2) {
          if (call.providerCall().operation() == Operation.CHAT) { // others have no output
            received.add(UnreadableAnswer.output(bytes));
          }
          fail(error, new UsageBasis.Complete(Optional.empty()));
        } else {
          fail(error);
        }
      }
    }
  }

  private void wholeReply(CanonicalReply reply) {
    received.add(reply);
    if (remainder != null) {
      fail(remainder.error(), new UsageBasis.Complete(Optional.ofNullable(reply.getUsage())));
      return;
    }
    if (attempt.streamed()) {
      fail(
          CallError.of(
              ErrorKind.PROVIDER_MALFORMED, "The provider answered without the stream asked for."));
      return;
    }
    end(
        new AttemptOutcome.Succeeded(),
        new UsageBasis.Complete(Optional.ofNullable(reply.getUsage())),
        Optional.of(reply));
  }

  private void broke(Throwable failure) {
    if (isOver()) {
      return;
    }
    fail(
        remainder != null
            ? remainder.error()
            : CallError.of(
                TransportFailures.kindOf(failure, state),
                TransportFailures.reasonOf(failure, state)));
  }

  private void framesFailed(String reason) {
    if (!isOver()) {
      guarded(() -> cut(CallError.of(ErrorKind.STREAM_BROKEN, reason)));
    }
  }

  /** Ends a call that is no longer wanted, once what its provider has sent until now is counted. */
  private void cut(CallError error) {
    if (isOver() || remainder != null) {
      return;
    }
    if (state instanceof CallState.Connecting) {
      fail(error);
      return;
    }
    lane.vertx().cancelTimer(timer);
    remainder = new Remainder(lane.vertx(), error, () -> guarded(() -> fail(error)));
    frames.letGo();
  }

  private void fail(CallError error) {
    if (!isOver()) {
      Optional<TokenUsage> told = stream == null ? Optional.empty() : stream.usage();
      fail(error, UsageBasis.ofFailure(state, error.kind(), attempt, told, progress()));
    }
  }

  private UsageBasis.Progress progress() {
    long now = monotonicMs();
    Remainder rest = remainder;
    Long first = ttftMs;
    double silent = 0;
    if (rest != null && first != null) { // one that ended by itself makes nothing more
      silent = watch.silentShare(now, startMs + first);
    }
    return new UsageBasis.Progress(now - askedMs, silent, rest != null && rest.caughtUp());
  }

  private void fail(CallError error, UsageBasis basis) {
    PreparedCall call = prepared;
    CallError clean = call == null ? error : error.withoutCredentialOf(call.endpoint());
    end(clean.outcome(state.showedContent()), basis, Optional.empty());
    exchange.close();
  }

  private void end(AttemptOutcome outcome, UsageBasis basis, Optional<CanonicalReply> whole) {
    boolean contentShown =
        state.showedContent() || (outcome instanceof AttemptOutcome.Succeeded && !attempt.batch());
    var facts =
        new AttemptRecords.Facts(
            state instanceof CallState.Answering answering ? answering.status() : 0,
            exchange.providerRequestId(),
            reportedModel(whole),
            contentShown,
            ttftMs,
            elapsedMs(),
            frames.sent());
    state = new CallState.Ended(outcome);
    lane.vertx().cancelTimer(timer);
    if (remainder != null) {
      remainder.close();
    }
    frames.letGo();
    exchange.drain();
    ending.write(
        new CallEnd(
            outcome, basis, facts, received, whole, frames.nextSequence(), frames.gathered()));
  }

  private String reportedModel(Optional<CanonicalReply> whole) {
    if (stream != null) {
      return stream.reportedModel();
    }
    return whole.map(CanonicalReply::getModel).orElse("");
  }

  /** Looks whether the call takes too long, now and when that can next be so. */
  private void look() {
    if (isOver() || remainder != null) {
      return;
    }
    lane.vertx().cancelTimer(timer);
    switch (watch.at(monotonicMs(), state, frames.holding())) {
      case CallWatch.Due.Expired expired -> cut(CallError.expired(expired.kind()));
      case CallWatch.Due.Later later ->
          timer = lane.vertx().setTimer(later.inMs(), ignored -> guarded(this::look));
    }
  }

  private void heard() {
    watch.piece(monotonicMs());
    if (remainder != null) {
      remainder.heard();
    }
  }

  /** A bug must not leave an attempt without its outcome. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | LinkageError e) { // a plugin may be made for another version
      LOG.atError()
          .addKeyValue("requestId", attempt.requestId())
          .addKeyValue("deployment", attempt.dispatch().getDeployment())
          .setCause(WithoutMessage.of(e))
          .log("A call hit a bug");
      fail(CallError.of(ErrorKind.INTERNAL, "The worker could not handle the call."));
    }
  }

  private boolean isOver() {
    return state instanceof CallState.Ended;
  }

  private int status() {
    return state instanceof CallState.Answering answering ? answering.status() : 0;
  }

  private PreparedCall call() {
    PreparedCall call = prepared;
    if (call == null) {
      throw new IllegalStateException("call " + attempt.id() + " has an answer and no request");
    }
    return call;
  }

  private long elapsedMs() {
    return monotonicMs() - startMs;
  }

  private static long monotonicMs() {
    return System.nanoTime() / NANOS_PER_MS;
  }

  /** Hears of the exchange; keeps its methods out of what others may call. */
  private final class Answer implements ProviderExchange.Listener {
    @Override
    public boolean connected() {
      return AttemptCall.this.connected();
    }

    @Override
    public void unproven(String reason) {
      fail(CallError.credentialMissing(reason));
    }

    @Override
    public void head(int status, String contentType) {
      AttemptCall.this.head(status, contentType);
    }

    @Override
    public void piece(Buffer piece) {
      AttemptCall.this.piece(piece);
    }

    @Override
    public void answered() {
      AttemptCall.this.answered();
    }

    @Override
    public void broke(Throwable failure) {
      AttemptCall.this.broke(failure);
    }
  }
}
