package dev.sluice.simulator.dialect.mistral;

import dev.sluice.simulator.bill.Seeds;
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

/** Mistral's chat completions. */
public final class MistralChat implements Dialect {

  private static final Header JSON = new Header("content-type", "application/json");
  private static final Header EVENTS =
      new Header("content-type", "text/event-stream; charset=utf-8");
  private static final List<Header> LIMITS =
      List.of(
          new Header("x-ratelimit-limit-req-minute", "100"),
          new Header("x-ratelimit-remaining-req-minute", "92"),
          new Header("x-ratelimit-limit-tokens-minute", "100000"),
          new Header("x-ratelimit-remaining-tokens-minute", "97715"));
  private static final int MOST_CHOICES = 8;
  private static final int ID_LENGTH = 9;

  @Override
  public String api() {
    return "mistral-chat";
  }

  @Override
  public CallReader reader(Tokenizer tokenizer) {
    return new RuledReader(tokenizer, Complaints::about);
  }

  @Override
  public int mostChoices() {
    return MOST_CHOICES;
  }

  @Override
  public Optional<Refusal> complaint(ChatCall call) {
    return Optional.of(call.flaw())
        .filter(flaw -> !flaw.isEmpty())
        .map(flaw -> Refusal.of(Refusal.Reason.INVALID_REQUEST, flaw));
  }

  @Override
  public Answer answer(Reply reply, Ask ask, boolean withUsage) {
    Tokens tokens = MistralUsage.billed(reply.tokens());
    if (ask.stream()) {
      MistralFrames frames = new MistralFrames(reply, withUsage);
      return new Answer.Streamed(
          head(EVENTS, reply.serial()), frames, frames.contentFrames(), tokens, withUsage);
    }
    Buffer body = Buffer.buffer(whole(reply, tokens, withUsage));
    return new Answer.Whole(head(JSON, reply.serial()), body, tokens, withUsage);
  }

  private static String whole(Reply reply, Tokens tokens, boolean withUsage) {
    StringBuilder json = new StringBuilder(512).append("{\"id\":\"").append(reply.serial());
    json.append("\",\"created\":").append(reply.createdSeconds()).append(",\"model\":");
    JsonText.quote(reply.model(), json);
    if (withUsage) {
      json.append(",\"usage\":");
      MistralUsage.append(tokens, json);
    }
    json.append(",\"object\":\"chat.completion\",\"choices\":[");
    for (int i = 0; i < reply.choices().size(); i++) {
      json.append(i == 0 ? "" : ",");
      appendChoice(reply, i, json);
    }
    return json.append("]}").toString();
  }

  private static void appendChoice(Reply reply, int index, StringBuilder json) {
    Choice choice = reply.choices().get(index);
    json.append("{\"index\":").append(index).append(",\"finish_reason\":\"");
    json.append(choice.finish().openai()).append("\",\"message\":{\"role\":\"assistant\",");
    json.append("\"tool_calls\":");
    if (choice.callsTool()) {
      json.append('[');
      appendCall(reply, index, json);
      json.append("],\"content\":\"\"}}");
      return;
    }
    json.append("null,\"content\":");
    boolean thinks = choice.reasoning().tokens() > 0;
    if (thinks) {
      json.append("[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"");
      choice.reasoning().appendEscaped(json);
      json.append("\"}],\"closed\":true},{\"type\":\"text\",\"text\":");
    }
    json.append('"');
    choice.text().appendEscaped(json);
    json.append(thinks ? "\"}]" : "\"").append("}}");
  }

  static void appendCall(Reply reply, int index, StringBuilder json) {
    Choice choice = reply.choices().get(index);
    json.append("{\"id\":\"").append(toolCallId(reply, index));
    json.append("\",\"type\":\"function\",\"function\":{\"name\":");
    JsonText.quote(choice.tool(), json);
    json.append(",\"arguments\":\"");
    choice.text().appendEscaped(json);
    json.append("\"}}");
  }

  /** Nine letters or digits. */
  private static String toolCallId(Reply reply, int index) {
    long seed = Seeds.mix(reply.serial().hashCode() + (long) index);
    String digits = "000000000" + Long.toUnsignedString(seed, 36);
    return digits.substring(digits.length() - ID_LENGTH);
  }

  private static Answer.Head head(Header type, String serial) {
    List<Header> headers = new ArrayList<>(LIMITS.size() + 2);
    headers.add(type);
    headers.add(new Header("mistral-correlation-id", serial));
    headers.addAll(LIMITS);
    return new Answer.Head(200, headers);
  }

  @Override
  public Answer.Whole refuse(Refusal refusal, String serial) {
    List<Header> headers = new ArrayList<>(head(JSON, serial).headers());
    if (refusal.retryAfterSeconds() > 0) {
      headers.add(new Header("retry-after", Integer.toString(refusal.retryAfterSeconds())));
    }
    return MistralErrors.answer(refusal, headers);
  }

  @Override
  public Buffer failureEvent() {
    return MistralErrors.event();
  }

  @Override
  public Buffer brokenEvent() {
    return Buffer.buffer("data: {\"id\":\"broken\",\"choices\":[{\"index\":0,\"del\n\n");
  }

  @Override
  public Buffer models(Set<String> names) {
    StringBuilder json = new StringBuilder("{\"object\":\"list\",\"data\":[");
    String separator = "";
    for (String name : names) {
      json.append(separator).append("{\"id\":");
      JsonText.quote(name, json);
      json.append(",\"object\":\"model\",\"created\":1700000000,\"owned_by\":\"mistralai\"}");
      separator = ",";
    }
    return Buffer.buffer(json.append("]}").toString());
  }
}
