package dev.sluice.simulator;

import dev.sluice.simulator.bill.Caller;
import dev.sluice.simulator.bill.Ending;
import dev.sluice.simulator.bill.Tab;
import dev.sluice.simulator.bill.Tokens;
import dev.sluice.simulator.dialect.Answer;
import dev.sluice.simulator.dialect.CallReader;
import dev.sluice.simulator.dialect.ChatCall;
import dev.sluice.simulator.dialect.ChatCallReader;
import dev.sluice.simulator.dialect.Dialect;
import dev.sluice.simulator.dialect.JsonText;
import dev.sluice.simulator.dialect.Refusal;
import dev.sluice.simulator.dialect.Reply;
import dev.sluice.simulator.fault.Behaviour;
import dev.sluice.simulator.fault.BehaviourReader;
import dev.sluice.simulator.fault.Fault;
import dev.sluice.simulator.playback.Match;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Answers chat calls. One object serves one event loop.
 *
 * <p>Order: the body is read, then headers, metadata and directives say how the call is treated; an
 * error fault comes next; then a recording is sought or an answer is generated; the rest of the
 * faults concern how that is sent.
 */
final class CallHandler {

  private static final String EXCHANGE_MODEL = "exchange:";

  private final Shared shared;
  private final Map<Dialect, CallReader> readers = new HashMap<>();
  private final BehaviourReader behaviours;
  private final ReplyPlanner planner;
  private final AnswerPlayer player;
  private final CallerReader callers;
  private final String serialPrefix;
  private long served;

  CallHandler(Shared shared, AnswerPlayer player, int number) {
    this.shared = shared;
    Routes.ALL.forEach(one -> readers.put(one, one.reader(shared.tokenizer())));
    this.behaviours = new BehaviourReader(shared.behaviour());
    this.planner = new ReplyPlanner(shared.tokenizer());
    this.player = player;
    this.callers = new CallerReader(shared.bill().isKept());
    this.serialPrefix = "sim" + Long.toHexString(shared.startedMs()) + (char) ('a' + number % 26);
  }

  /** Answers one call whose body has arrived. */
  void handle(HttpServerRequest request, Buffer body, Dialect dialect) {
    String serial = serialPrefix + Long.toHexString(served++);
    Optional<Answer.Whole> unproven = dialect.unproven(request, body, serial);
    if (unproven.isPresent()) {
      player.refuse(request, unproven.get(), open(request, dialect, "", serial), 0);
      return;
    }
    CallReader reader = Objects.requireNonNull(readers.get(dialect), "reader");
    switch (reader.read(request.uri(), body.getBytes())) {
      case ChatCallReader.Outcome.Unreadable(String why) -> {
        Tab tab = open(request, dialect, "", serial);
        refuse(request, dialect, tab, invalid(why), serial);
      }
      case ChatCallReader.Outcome.Read(ChatCall call) -> {
        Tab tab = open(request, dialect, call.model(), serial);
        switch (behaviours.read(request.headers(), call.prompt())) {
          case BehaviourReader.Outcome.Wrong(String why) ->
              refuse(request, dialect, tab, invalid(why), serial);
          case BehaviourReader.Outcome.Read(Behaviour behaviour) ->
              answer(new Incoming(request, body, dialect, call, behaviour, tab, serial));
        }
      }
    }
  }

  private record Incoming(
      HttpServerRequest request,
      Buffer body,
      Dialect dialect,
      ChatCall call,
      Behaviour behaviour,
      Tab tab,
      String serial) {}

  private Tab open(HttpServerRequest request, Dialect dialect, String model, String serial) {
    Caller caller = callers.read(request, dialect.api(), model, serial);
    return shared.bill().open(caller, System.currentTimeMillis());
  }

  private static Refusal invalid(String why) {
    return Refusal.of(Refusal.Reason.INVALID_REQUEST, why);
  }

  private void refuse(
      HttpServerRequest request, Dialect dialect, Tab tab, Refusal refusal, String serial) {
    player.refuse(request, dialect.refuse(refusal, serial), tab, 0);
  }

  private void answer(Incoming in) {
    Optional<Fault> fault =
        shared.draw().draw(in.behaviour(), in.call().model(), in.call().prompt().text());
    Optional<Refusal> refusal = fault.flatMap(f -> refusal(f, in));
    if (refusal.isPresent()) {
      Answer.Whole error = in.dialect().refuse(refusal.get(), in.serial());
      player.refuse(in.request(), error, in.tab(), in.behaviour().pace().latencyMs());
      return;
    }
    String exchange = exchange(in);
    if (shared.playsOnly() || !exchange.isEmpty()) {
      playRecorded(in, exchange, fault);
      return;
    }
    Optional<Refusal> complaint = in.dialect().complaint(in.call());
    if (complaint.isPresent()) {
      refuse(in.request(), in.dialect(), in.tab(), complaint.get(), in.serial());
      return;
    }
    boolean overrun = fault.equals(Optional.of(Fault.OVERRUN));
    boolean usage = !fault.equals(Optional.of(Fault.NO_USAGE));
    Reply reply =
        planner.plan(in.call(), in.behaviour(), in.dialect().mostChoices(), overrun, in.serial());
    Reply told = in.dialect().tellsHours() ? reply : reply.withoutHours();
    play(in, in.dialect().answer(told, in.call().ask(), usage), fault);
  }

  /** The error of a fault; a plain answer cannot end with an error event, so it is a 500. */
  private static Optional<Refusal> refusal(Fault fault, Incoming in) {
    boolean plainError = fault == Fault.STREAM_ERROR && !in.call().ask().stream();
    Optional<Refusal.Reason> reason =
        plainError ? Optional.of(Refusal.Reason.SERVER_ERROR) : fault.refusal();
    return reason.map(r -> new Refusal(r, message(r, in.call().model()), retryAfter(r, in)));
  }

  private static int retryAfter(Refusal.Reason reason, Incoming in) {
    boolean waits =
        reason == Refusal.Reason.RATE_LIMIT
            || reason == Refusal.Reason.UNAVAILABLE
            || reason == Refusal.Reason.OVERLOADED;
    return waits ? in.behaviour().faultPlan().retryAfterSeconds() : 0;
  }

  private static String message(Refusal.Reason reason, String model) {
    return switch (reason) {
      case INVALID_REQUEST -> "The request is not valid.";
      case CONTEXT_LENGTH -> "The prompt is too long for the context window of " + model + ".";
      case AUTHENTICATION -> "The API key is not valid.";
      case PERMISSION -> "The API key may not use this resource.";
      case NOT_FOUND -> "The model " + model + " does not exist.";
      case TOO_LARGE -> "The request is too large.";
      case RATE_LIMIT -> "Rate limit reached for " + model + ".";
      case SERVER_ERROR -> "The server failed while it processed the request.";
      case BAD_GATEWAY -> "Bad gateway.";
      case UNAVAILABLE -> "The service is unavailable for the moment.";
      case GATEWAY_TIMEOUT -> "The model took too long.";
      case OVERLOADED -> "Overloaded";
    };
  }

  private static String exchange(Incoming in) {
    String model = in.call().model();
    return model.startsWith(EXCHANGE_MODEL)
        ? model.substring(EXCHANGE_MODEL.length())
        : in.behaviour().exchange();
  }

  private void playRecorded(Incoming in, String exchange, Optional<Fault> fault) {
    String api = in.dialect().api();
    Match match =
        exchange.isEmpty()
            ? shared.library().byRequest(api, in.body().getBytes())
            : shared.library().byId(api, exchange);
    switch (match) {
      case Match.Found found -> {
        Tokens estimate = ReplyPlanner.promptTokens(in.call(), in.behaviour());
        play(in, found.answer(estimate), fault);
      }
      case Match.Missing(String why) ->
          WholeDelivery.send(in.request().response(), noRecording(why), in.tab(), Ending.ERROR);
    }
  }

  private static Answer.Whole noRecording(String why) {
    StringBuilder json = new StringBuilder("{\"error\":{\"type\":\"simulator_no_recording\",");
    json.append("\"message\":");
    JsonText.quote(why, json);
    Buffer body = Buffer.buffer(json.append("}}").toString());
    Answer.Header type = new Answer.Header("content-type", "application/json");
    return new Answer.Whole(new Answer.Head(501, List.of(type)), body, Tokens.NONE, false);
  }

  private void play(Incoming in, Answer answer, Optional<Fault> fault) {
    in.tab().accept(answer.tokens());
    long now = System.nanoTime();
    player.play(
        new AnswerPlayer.Call(in.request(), in.dialect(), in.behaviour(), fault, in.tab(), now),
        answer);
  }
}
