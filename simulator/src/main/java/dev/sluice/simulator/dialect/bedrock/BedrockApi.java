package dev.sluice.simulator.dialect.bedrock;

import dev.sluice.simulator.bill.Tokenizer;
import dev.sluice.simulator.bill.Tokens;
import dev.sluice.simulator.dialect.Answer;
import dev.sluice.simulator.dialect.Answer.Header;
import dev.sluice.simulator.dialect.Ask;
import dev.sluice.simulator.dialect.CallReader;
import dev.sluice.simulator.dialect.ChatCall;
import dev.sluice.simulator.dialect.Choice;
import dev.sluice.simulator.dialect.Dialect;
import dev.sluice.simulator.dialect.Finish;
import dev.sluice.simulator.dialect.JsonText;
import dev.sluice.simulator.dialect.Refusal;
import dev.sluice.simulator.dialect.Reply;
import dev.sluice.simulator.dialect.Text;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Bedrock's Converse, or ConverseStream, which is an API of its own. */
public final class BedrockApi implements Dialect {

  private static final Header JSON = new Header("content-type", "application/json");
  private static final Header EVENTS =
      new Header("content-type", "application/vnd.amazon.eventstream");

  private final boolean streamed;

  public BedrockApi(boolean streamed) {
    this.streamed = streamed;
  }

  @Override
  public String api() {
    return streamed ? "bedrock-converse-stream" : "bedrock-converse";
  }

  @Override
  public CallReader reader(Tokenizer tokenizer) {
    return new BedrockCallReader(tokenizer, streamed);
  }

  @Override
  public boolean tellsHours() {
    return true;
  }

  @Override
  public int mostChoices() {
    return 1;
  }

  @Override
  public Optional<Answer.Whole> unproven(HttpServerRequest request, Buffer body, String serial) {
    return SignatureCheck.of(request, body, System.currentTimeMillis())
        .map(wrong -> BedrockErrors.answer(403, wrong.type(), wrong.message(), serial));
  }

  @Override
  public Optional<Refusal> complaint(ChatCall call) {
    return Optional.of(call.flaw())
        .filter(flaw -> !flaw.isEmpty())
        .map(flaw -> Refusal.of(Refusal.Reason.INVALID_REQUEST, flaw));
  }

  @Override
  public Answer answer(Reply reply, Ask ask, boolean withUsage) {
    Tokens tokens = BedrockUsage.billed(reply.tokens());
    if (streamed) {
      BedrockFrames frames = new BedrockFrames(reply, withUsage);
      return new Answer.Streamed(
          head(EVENTS, reply), frames, frames.contentFrames(), tokens, withUsage);
    }
    Buffer body = Buffer.buffer(whole(reply, tokens, withUsage));
    return new Answer.Whole(head(JSON, reply), body, tokens, withUsage);
  }

  private static String whole(Reply reply, Tokens tokens, boolean withUsage) {
    Choice choice = reply.choices().getFirst();
    StringBuilder json = new StringBuilder(512).append("{\"metrics\":{\"latencyMs\":1},");
    json.append("\"output\":{\"message\":{\"content\":[");
    if (choice.reasoning().tokens() > 0) {
      json.append("{\"reasoningContent\":{\"reasoningText\":{\"text\":\"");
      choice.reasoning().appendEscaped(json);
      json.append("\",\"signature\":\"").append(signature(reply)).append("\"}}},");
    }
    if (choice.callsTool()) {
      json.append("{\"toolUse\":{\"toolUseId\":\"").append(toolUseId(reply)).append("\",\"name\":");
      JsonText.quote(choice.tool(), json);
      json.append(",\"input\":").append(input(choice)).append("}}");
    } else {
      json.append("{\"text\":\"");
      choice.text().appendEscaped(json);
      json.append("\"}");
    }
    json.append("],\"role\":\"assistant\"}},\"stopReason\":\"");
    json.append(choice.finish().anthropic()).append('"');
    if (withUsage) {
      json.append(",\"usage\":");
      BedrockUsage.append(tokens, json);
    }
    return json.append('}').toString();
  }

  /** The object, or an empty one where the output limit cut the arguments short. */
  private static String input(Choice choice) {
    boolean complete = choice.finish() == Finish.TOOL;
    return complete && choice.text() instanceof Text.Cut cut ? cut.text() : "{}";
  }

  static String toolUseId(Reply reply) {
    return "tooluse_" + reply.serial();
  }

  static String signature(Reply reply) {
    return "c2ltdWxhdG9y" + reply.serial();
  }

  private static Answer.Head head(Header type, Reply reply) {
    return new Answer.Head(
        200, List.of(type, new Header("x-amzn-requestid", "req-" + reply.serial())));
  }

  @Override
  public Answer.Whole refuse(Refusal refusal, String serial) {
    return BedrockErrors.answer(refusal, serial);
  }

  @Override
  public Buffer failureEvent() {
    return BedrockErrors.event();
  }

  @Override
  public Buffer brokenEvent() {
    return Messages.broken();
  }

  @Override
  public Buffer models(Set<String> names) {
    StringBuilder json = new StringBuilder("{\"modelSummaries\":[");
    String separator = "";
    for (String name : names) {
      json.append(separator).append("{\"modelId\":");
      JsonText.quote(name, json);
      json.append('}');
      separator = ",";
    }
    return Buffer.buffer(json.append("]}").toString());
  }
}
