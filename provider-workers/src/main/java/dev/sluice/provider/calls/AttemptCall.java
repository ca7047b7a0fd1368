package dev.sluice.provider.calls;

import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.provider.catalog.Endpoint;
import dev.sluice.provider.catalog.EndpointLookup;
import dev.sluice.provider.http.Lane;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.usage.TokenUsage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
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
  private static final long DRAIN_MS = 1_000;
  private static final int TEXT_OF_UNREADABLE = 64 << 10;

  private final Attempt attempt;
  private final CallServices services;
  private final Lane lane;
  private final AttemptRecords records;
  private final AttemptEnding ending;
  private final ReceivedText received = new ReceivedText();
  private final CallLimits limits;
  private final long startMs = monotonicMs();
  private final CallWatch watch;
  private final FrameStream frames;

  private CallState state = new CallState.Connecting();
  private @Nullable PreparedCall prepared;
  private @Nullable HttpClientRequest request;
  private @Nullable HttpClientResponse response;
  private @Nullable StreamedAnswer stream;
  private @Nullable Buffer body;
  private @Nullable Long ttftMs;
  private String providerRequestId = "";
  private long timer = -1;
  private boolean answerRead;

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
            attempt, records, services, () -> PreparedCall.textOf(attempt, services), over);
    this.limits = services.limits().under(attempt.dispatch().getTimeouts());
    long leftMs = attempt.deadlineAtMs() - services.clock().nowMs();
    this.watch = new CallWatch(limits, attempt.streamed(), startMs, startMs + leftMs);
    this.frames = new FrameStream(attempt, records, services, lane, this::framesFailed, this::heard);
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
    lane.execute(() -> guarded(() -> fail(CallError.of(kind, reason))));
  }

  private void start() {
    if (isOver()) {
      return;
    }
    switch (services.endpoints().get().find(attempt.dispatch().getProvider())) {
      case EndpointLookup.Found found -> prepare(found.endpoint());
      case EndpointLookup.CredentialMissing missing ->
          fail(
              CallError.of(
                  ErrorKind.CREDENTIAL_MISSING, "A credential is missing, " + missing.reason() + "."));
      case EndpointLookup.Unknown ignored ->
          fail(
              CallError.of(
                  ErrorKind.PROVIDER_NOT_FOUND,
                  "The provider " + attempt.dispatch().getProvider() + " is not configured."));
    }
  }

  private void prepare(Endpoint endpoint) {
    switch (PreparedCall.of(attempt, endpoint, services)) {
      case PreparedCall.Outcome.Ready ready -> connect(ready.call());
      case PreparedCall.Outcome.Unreadable unreadable -> fail(unreadable.error());
    }
  }

  private void connect(PreparedCall call) {
    prepared = call;
    look();
    if (isOver()) {
      return;
    }
    lane.client()
        .request(options(call))
        .onComplete(
            result ->
                guarded(
                    () -> {
                      if (result.succeeded()) {
                        ask(result.result(), call);
                      } else {
                        transportFailed(result.cause());
                      }
                    }));
  }

  private RequestOptions options(PreparedCall call) {
    Endpoint endpoint = call.endpoint();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(endpoint.host())
            .setPort(endpoint.port())
            .setSsl(endpoint.tls())
            .setURI(call.path())
            .setConnectTimeout(limits.connectMs())
            .setFollowRedirects(false);
    endpoint.headers().forEach(options::putHeader);
    options.putHeader("content-type", "application/json");
    options.putHeader("accept", attempt.streamed() ? "text/event-stream" : "application/json");
    options.putHeader("x-client-request-id", attempt.id());
    options.putHeader("user-agent", "sluice");
    return options;
  }

  private void ask(HttpClientRequest connected, PreparedCall call) {
    request = connected;
    look(); // the deadline once more, now that nothing but the write is left
    if (!(state instanceof CallState.Connecting connecting)) {
      connected.reset();
      return;
    }
    state = connecting.asked();
    connected
        .send(Buffer.buffer(call.body()))
        .onComplete(
            result ->
                guarded(
                    () -> {
                      if (result.succeeded()) {
                        head(result.result());
                      } else {
                        transportFailed(result.cause());
                      }
                    }));
  }

  private void head(HttpClientResponse head) {
    if (!(state instanceof CallState.Asked asked)) {
      head.request().reset();
      return;
    }
    response = head;
    providerRequestId = first(head, "x-request-id", "request-id");
    boolean success = head.statusCode() / 100 == 2;
    String type = first(head, "content-type", "");
    boolean events = success && attempt.streamed() && !type.contains("json");
    heard();
    if (events) {
      state = asked.streamed(head.statusCode());
      PreparedCall call = call();
      stream =
          new StreamedAnswer(
              call.endpoint().dialect().stream(call.providerCall()),
              services.bounds().eventBytes(),
              received);
    } else {
      state = asked.whole(head.statusCode());
      body = Buffer.buffer();
    }
    head.handler(piece -> guarded(() -> piece(piece)));
    head.endHandler(ignored -> guarded(this::answered));
    head.exceptionHandler(failure -> guarded(() -> transportFailed(failure)));
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
      closeConnection();
    }
  }

  private void answered() {
    answerRead = true;
    lane.vertx().cancelTimer(timer);
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
    if (events != null) {
      show(events, step.content());
    }
    StreamedAnswer.Over over = step.over();
    if (over == null || isOver()) {
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
    boolean first = content && !state.showedContent();
    frames.send(events, content, first);
    if (first && state instanceof CallState.Answering answering) {
      state = answering.shown();
      long ttft = elapsedMs();
      ttftMs = ttft;
      services
          .sink()
          .event(records.firstContent(services.clock().nowMs(), ttft), result -> {});
      services.metrics().firstContent(attempt.dispatch().getProvider(), ttft);
    }
    if (response != null) {
      frames.holdBack(response);
    }
  }

  private void wholeAnswer() {
    Buffer collected = body;
    byte[] bytes = collected == null ? new byte[0] : collected.getBytes();
    PreparedCall call = call();
    int status = status();
    ProviderReply reply =
        call.endpoint().dialect().reply(call.providerCall(), status, headers(), bytes);
    switch (reply) {
      case ProviderReply.Succeeded succeeded -> wholeReply(succeeded.reply());
      case ProviderReply.Failed failed -> {
        if (status / 100 == 2) {
          int length = Math.min(bytes.length, TEXT_OF_UNREADABLE);
          received.add(new String(bytes, 0, length, StandardCharsets.UTF_8));
        }
        fail(new CallError(failed.failure().kind(), failed.failure().info()));
      }
    }
  }

  private void wholeReply(CanonicalReply reply) {
    received.add(reply);
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

  private void transportFailed(Throwable failure) {
    if (isOver()) {
      return;
    }
    fail(
        CallError.of(
            TransportFailures.kindOf(failure, state), TransportFailures.reasonOf(failure, state)));
  }

  private void framesFailed(String reason) {
    if (!isOver()) {
      guarded(() -> fail(CallError.of(ErrorKind.STREAM_BROKEN, reason)));
    }
  }

  private void fail(CallError error) {
    if (isOver()) {
      return;
    }
    UsageBasis basis = basisOfFailure(error.kind());
    end(error.outcome(state.showedContent()), basis, Optional.empty());
    closeConnection();
  }

  /** What a call that failed may have cost: nothing before it was sent or where it was refused. */
  private UsageBasis basisOfFailure(ErrorKind kind) {
    boolean refused =
        state instanceof CallState.Answering answering && answering.status() / 100 != 2;
    if (refused || state instanceof CallState.Connecting) {
      return new UsageBasis.Nothing();
    }
    boolean unseen = !attempt.streamed() && kind != ErrorKind.PROVIDER_MALFORMED;
    Optional<TokenUsage> told = stream == null ? Optional.empty() : stream.usage();
    return new UsageBasis.Cut(told, unseen ? UnseenOutput.tokens(attempt, elapsedMs()) : 0);
  }

  private void end(AttemptOutcome outcome, UsageBasis basis, Optional<CanonicalReply> whole) {
    boolean contentShown =
        state.showedContent() || (outcome instanceof AttemptOutcome.Succeeded && !attempt.batch());
    var facts =
        new AttemptRecords.Facts(
            state instanceof CallState.Answering answering ? answering.status() : 0,
            providerRequestId,
            reportedModel(whole),
            contentShown,
            ttftMs,
            elapsedMs(),
            frames.sent());
    state = new CallState.Ended(outcome);
    lane.vertx().cancelTimer(timer);
    if (response != null) {
      frames.letGo(response);
    }
    if (request != null && !answerRead) {
      timer = lane.vertx().setTimer(DRAIN_MS, ignored -> closeConnection());
    }
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
    if (isOver()) {
      return;
    }
    lane.vertx().cancelTimer(timer);
    switch (watch.at(monotonicMs(), state, frames.holding())) {
      case CallWatch.Due.Expired expired -> fail(CallError.expired(expired.kind()));
      case CallWatch.Due.Later later ->
          timer = lane.vertx().setTimer(later.inMs(), ignored -> guarded(this::look));
    }
  }

  private void heard() {
    watch.piece(monotonicMs());
  }

  private void closeConnection() {
    lane.vertx().cancelTimer(timer);
    if (request != null && !answerRead) {
      request.reset();
    }
  }

  /** A bug must not leave an attempt without its outcome. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("requestId", attempt.requestId())
          .addKeyValue("deployment", attempt.dispatch().getDeployment())
          .setCause(e)
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

  private Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    if (response != null) {
      response
          .headers()
          .forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
    }
    return headers;
  }

  private static String first(HttpClientResponse head, String name, String otherwise) {
    String value = head.getHeader(name);
    if (value != null) {
      return value;
    }
    String other = otherwise.isEmpty() ? null : head.getHeader(otherwise);
    return other == null ? "" : other;
  }

  private long elapsedMs() {
    return monotonicMs() - startMs;
  }

  private static long monotonicMs() {
    return System.nanoTime() / NANOS_PER_MS;
  }
}
