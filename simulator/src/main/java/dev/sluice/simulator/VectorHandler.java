package dev.sluice.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.simulator.bill.Tab;
import dev.sluice.simulator.bill.Tokenizer;
import dev.sluice.simulator.bill.Tokens;
import dev.sluice.simulator.dialect.Answer;
import dev.sluice.simulator.dialect.Dialect;
import dev.sluice.simulator.dialect.Prompt;
import dev.sluice.simulator.dialect.Refusal;
import dev.sluice.simulator.fault.Behaviour;
import dev.sluice.simulator.fault.BehaviourReader;
import dev.sluice.simulator.fault.Fault;
import dev.sluice.simulator.vectors.VectorApi;
import dev.sluice.simulator.vectors.VectorCall;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers calls for vectors and orders: headers and directives in the last text say how the call is
 * treated, as for chats; recordings are not played. One object serves one event loop.
 */
final class VectorHandler {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Answer.Header TYPE = new Answer.Header("content-type", "application/json");

  private final Shared shared;
  private final BehaviourReader behaviours;
  private final AnswerPlayer player;
  private final CallerReader callers;
  private final String serialPrefix;
  private long served;

  VectorHandler(Shared shared, AnswerPlayer player, int number) {
    this.shared = shared;
    this.behaviours = new BehaviourReader(shared.behaviour());
    this.player = player;
    this.callers = new CallerReader(shared.bill().isKept());
    this.serialPrefix = "vec" + Long.toHexString(shared.startedMs()) + (char) ('a' + number % 26);
  }

  /**
   * Answers one call whose body has arrived.
   *
   * @param errors dialect that errors are told in
   */
  void handle(HttpServerRequest request, Buffer body, VectorApi api, Dialect errors) {
    String serial = serialPrefix + Long.toHexString(served++);
    try {
      JsonNode json = JSON.readTree(body.getBytes());
      VectorCall call = api.read(request.path(), json, shared.tokenizer());
      answer(new Incoming(request, body, api, errors, call, serial));
    } catch (IOException e) {
      refuse(request, open(request, api, "", serial), errors, "The body is no JSON.", serial);
    } catch (IllegalArgumentException e) {
      String why = e.getMessage() == null ? "The request is not valid." : e.getMessage();
      refuse(request, open(request, api, "", serial), errors, why, serial);
    }
  }

  private record Incoming(
      HttpServerRequest request,
      Buffer body,
      VectorApi api,
      Dialect errors,
      VectorCall call,
      String serial) {}

  private Tab open(HttpServerRequest request, VectorApi api, String model, String serial) {
    return shared
        .bill()
        .open(callers.read(request, api.api(), model, serial), System.currentTimeMillis());
  }

  private void refuse(
      HttpServerRequest request, Tab tab, Dialect errors, String why, String serial) {
    Refusal refusal = Refusal.of(Refusal.Reason.INVALID_REQUEST, why);
    player.refuse(request, errors.refuse(refusal, serial), tab, 0);
  }

  private void answer(Incoming in) {
    VectorCall call = in.call();
    Tab tab = open(in.request(), in.api(), call.model(), in.serial());
    var prompt = new Prompt(call.texts().getLast(), false, 0, call.tokens(), 0, Map.of());
    switch (behaviours.read(in.request().headers(), prompt)) {
      case BehaviourReader.Outcome.Wrong(String why) ->
          refuse(in.request(), tab, in.errors(), why, in.serial());
      case BehaviourReader.Outcome.Read(Behaviour behaviour) -> answer(in, behaviour, tab);
    }
  }

  private void answer(Incoming in, Behaviour behaviour, Tab tab) {
    VectorCall call = in.call();
    Optional<Fault> fault = shared.draw().draw(behaviour, call.model(), call.texts().getLast());
    Optional<Refusal.Reason> reason = fault.flatMap(Fault::refusal);
    if (reason.isPresent()) {
      Refusal refusal = Refusal.of(reason.get(), "The model " + call.model() + " fails.");
      player.refuse(
          in.request(),
          in.errors().refuse(refusal, in.serial()),
          tab,
          behaviour.pace().latencyMs());
      return;
    }
    int billed =
        Tokenizer.billed(call.model(), call.tokens(), in.body().length(), behaviour.seed());
    VectorCall charged =
        new VectorCall(
            call.model(), call.texts(), call.query(), billed, call.wanted(), call.base64());
    var tokens = new Tokens(billed, 0, 0, 0, 0, 0);
    var whole =
        new Answer.Whole(
            new Answer.Head(200, List.of(TYPE)),
            Buffer.buffer(in.api().answer(charged, in.serial())),
            tokens,
            true);
    tab.accept(tokens);
    player.play(
        new AnswerPlayer.Call(in.request(), in.errors(), behaviour, fault, tab, System.nanoTime()),
        whole);
  }
}
