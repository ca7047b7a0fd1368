package dev.sluice.simulator.dialect.cohere;

import dev.sluice.simulator.bill.Tokenizer;
import dev.sluice.simulator.bill.Tokens;
import dev.sluice.simulator.dialect.Answer;
import dev.sluice.simulator.dialect.Answer.Header;
import dev.sluice.simulator.dialect.Ask;
import dev.sluice.simulator.dialect.CallReader;
import dev.sluice.simulator.dialect.ChatCall;
import dev.sluice.simulator.dialect.Choice;
import dev.sluice.simulator.dialect.Dialect;
import dev.sluice.simulator.dialect.JsonText;
import dev.sluice.simulator.dialect.Refusal;
import dev.sluice.simulator.dialect.Reply;
import dev.sluice.simulator.dialect.RuledReader;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Cohere's chat, version 2. */
public final class CohereChat implements Dialect {

  private static final Header JSON = new Header("content-type", "application/json");
  private static final Header EVENTS = new Header("content-type", "text/event-stream");

  @Override
  public String api() {
    return "cohere-v2-chat";
  }

  @Override
  public CallReader reader(Tokenizer tokenizer) {
    return new RuledReader(tokenizer, Complaints::about);
  }

  @Override
  public int mostChoices() {
    return 1;
  }

  @Override
  public Optional<Refusal> complaint(ChatCall call) {
    return Optional.of(call.flaw())
        .filter(flaw -> !flaw.isEmpty())
        .map(flaw -> Refusal.of(Refusal.Reason.INVALID_REQUEST, flaw));
  }

  @Override
  public Answer answer(Reply reply, Ask ask, boolean withUsage) {
    Tokens tokens = CohereUsage.billed(reply.tokens());
    if (ask.stream()) {
      CohereFrames frames = new CohereFrames(reply, withUsage);
      return new Answer.Streamed(
          head(EVENTS, reply.serial()), frames, frames.contentFrames(), tokens, withUsage);
    }
    Buffer body = Buffer.buffer(whole(reply, tokens, withUsage));
    return new Answer.Whole(head(JSON, reply.serial()), body, tokens, withUsage);
  }

  private static String whole(Reply reply, Tokens tokens, boolean withUsage) {
    Choice choice = reply.choices().getFirst();
    StringBuilder json = new StringBuilder(512).append("{\"id\":\"").append(reply.serial());
    json.append("\",\"message\":{\"role\":\"assistant\"");
    String separator = ",\"content\":[";
    if (choice.reasoning().tokens() > 0) {
      json.append(separator).append("{\"type\":\"thinking\",\"thinking\":\"");
      choice.reasoning().appendEscaped(json);
      json.append("\"}");
      separator = ",";
    }
    if (!choice.callsTool()) {
      json.append(separator).append("{\"type\":\"text\",\"text\":\"");
      choice.text().appendEscaped(json);
      json.append("\"}]");
    } else {
      json.append(separator.equals(",") ? "]" : "");
      json.append(",\"tool_calls\":[{\"id\":\"").append(toolCallId(reply));
      json.append("\",\"type\":\"function\",\"function\":{\"name\":");
      JsonText.quote(choice.tool(), json);
      json.append(",\"arguments\":\"");
      choice.text().appendEscaped(json);
      json.append("\"}}]");
    }
    json.append("},\"finish_reason\":\"").append(choice.finish().cohere()).append('"');
    if (withUsage) {
      json.append(",\"usage\":");
      CohereUsage.append(tokens, json);
    }
    return json.append('}').toString();
  }

  static String toolCallId(Reply reply) {
    return reply.choices().getFirst().tool() + '_' + reply.serial();
  }

  private static Answer.Head head(Header type, String serial) {
    return new Answer.Head(200, List.of(type, new Header("x-debug-trace-id", serial)));
  }

  @Override
  public Answer.Whole refuse(Refusal refusal, String serial) {
    List<Header> headers = new ArrayList<>(head(JSON, serial).headers());
    if (refusal.retryAfterSeconds() > 0) {
      headers.add(new Header("retry-after", Integer.toString(refusal.retryAfterSeconds())));
    }
    return CohereErrors.answer(refusal, serial, headers);
  }

  @Override
  public Buffer failureEvent() {
    return CohereErrors.event();
  }

  @Override
  public Buffer brokenEvent() {
    return Buffer.buffer(
        "event: content-delta\ndata: {\"type\":\"content-delta\",\"index\":0,\"del\n\n");
  }

  @Override
  public Buffer models(Set<String> names) {
    StringBuilder json = new StringBuilder("{\"models\":[");
    String separator = "";
    for (String name : names) {
      json.append(separator).append("{\"name\":");
      JsonText.quote(name, json);
      json.append(",\"endpoints\":[\"chat\"]}");
      separator = ",";
    }
    return Buffer.buffer(json.append("]}").toString());
  }
}
