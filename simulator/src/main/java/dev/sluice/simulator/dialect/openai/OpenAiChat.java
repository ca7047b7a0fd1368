package dev.sluice.simulator.dialect.openai;

import dev.sluice.simulator.bill.Tokenizer;
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
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** OpenAI's chat completions. */
public final class OpenAiChat implements Dialect {

  private static final int MOST_CHOICES = 128;
  private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
  static final Header JSON = header("content-type", "application/json");
  static final Header EVENTS = header("content-type", "text/event-stream; charset=utf-8");
  private static final Header NO_CACHE = header("cache-control", "no-cache");
  private static final List<Header> LIMITS =
      List.of(
          header("openai-version", "2020-10-01"),
          header("openai-processing-ms", "1"),
          header("x-ratelimit-limit-requests", "10000"),
          header("x-ratelimit-limit-tokens", "2000000"),
          header("x-ratelimit-remaining-requests", "9999"),
          header("x-ratelimit-remaining-tokens", "1999000"),
          header("x-ratelimit-reset-requests", "6ms"),
          header("x-ratelimit-reset-tokens", "30ms"));

  @Override
  public String api() {
    return "openai-chat-completions";
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
    if (call.model().isEmpty()) {
      return invalid("A model parameter is required.");
    }
    if (call.messages() == 0) {
      return invalid("A non-empty array of messages is required.");
    }
    if (call.ask().choices() > MOST_CHOICES) {
      return invalid("n must be at most " + MOST_CHOICES + ".");
    }
    return call.flaw().isEmpty() ? Optional.empty() : invalid(call.flaw());
  }

  private static Optional<Refusal> invalid(String message) {
    return Optional.of(Refusal.of(Refusal.Reason.INVALID_REQUEST, message));
  }

  @Override
  public Answer answer(Reply reply, Ask ask, boolean withUsage) {
    if (ask.stream()) {
      boolean states = ask.usageInStream() && withUsage;
      OpenAiFrames frames = new OpenAiFrames(reply, ask.usageInStream(), states);
      return new Answer.Streamed(
          head(200, EVENTS, reply.serial()),
          frames,
          frames.contentFrames(),
          reply.tokens(),
          states);
    }
    Buffer body = Buffer.buffer(whole(reply, withUsage));
    return new Answer.Whole(head(200, JSON, reply.serial()), body, reply.tokens(), withUsage);
  }

  private static String whole(Reply reply, boolean withUsage) {
    StringBuilder json = new StringBuilder(512);
    json.append("{\"id\":\"chatcmpl-").append(reply.serial());
    json.append("\",\"object\":\"chat.completion\",\"created\":").append(reply.createdSeconds());
    json.append(",\"model\":");
    JsonText.quote(reply.model(), json);
    json.append(",\"choices\":[");
    for (int i = 0; i < reply.choices().size(); i++) {
      if (i > 0) {
        json.append(',');
      }
      appendChoice(reply, i, json);
    }
    json.append(']');
    if (withUsage) {
      json.append(",\"usage\":");
      OpenAiUsage.append(reply.tokens(), json);
    }
    return json.append(",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_simulator\"}")
        .toString();
  }

  private static void appendChoice(Reply reply, int index, StringBuilder json) {
    Choice choice = reply.choices().get(index);
    json.append("{\"index\":").append(index).append(",\"message\":{\"role\":\"assistant\",");
    if (choice.callsTool()) {
      json.append("\"content\":null,\"refusal\":null,\"tool_calls\":[{\"id\":\"");
      json.append(toolCallId(reply, index));
      json.append("\",\"type\":\"function\",\"function\":{\"name\":");
      JsonText.quote(choice.tool(), json);
      json.append(",\"arguments\":\"");
      choice.text().appendEscaped(json);
      json.append("\"}}]");
    } else {
      json.append("\"content\":\"");
      choice.text().appendEscaped(json);
      json.append("\",\"refusal\":null,\"annotations\":[]");
    }
    json.append("},\"logprobs\":null,\"finish_reason\":\"");
    json.append(choice.finish().openai()).append("\"}");
  }

  static String toolCallId(Reply reply, int choice) {
    return "call_" + reply.serial() + "x" + choice;
  }

  @Override
  public Answer.Whole refuse(Refusal refusal, String serial) {
    List<Header> headers = new ArrayList<>(head(0, JSON, serial).headers());
    if (refusal.retryAfterSeconds() > 0) {
      headers.add(header("retry-after", Integer.toString(refusal.retryAfterSeconds())));
      headers.add(header("retry-after-ms", Long.toString(refusal.retryAfterSeconds() * 1000L)));
    }
    return OpenAiErrors.answer(refusal, headers);
  }

  @Override
  public Buffer failureEvent() {
    return OpenAiErrors.event();
  }

  @Override
  public Buffer brokenEvent() {
    return Buffer.buffer("data: {\"id\":\"chatcmpl-broken\",\"choices\":[{\"index\":0,\"del\n\n");
  }

  @Override
  public Buffer models(Set<String> names) {
    StringBuilder json = new StringBuilder("{\"object\":\"list\",\"data\":[");
    String separator = "";
    for (String name : names) {
      json.append(separator).append("{\"id\":");
      JsonText.quote(name, json);
      json.append(",\"object\":\"model\",\"created\":1700000000,\"owned_by\":\"simulator\"}");
      separator = ",";
    }
    return Buffer.buffer(json.append("]}").toString());
  }

  static Answer.Head head(int status, Header type, String serial) {
    List<Header> headers = new ArrayList<>(LIMITS.size() + 3);
    headers.add(type);
    headers.add(new Header(REQUEST_ID, "req_" + serial));
    if (type == EVENTS) {
      headers.add(NO_CACHE);
    }
    headers.addAll(LIMITS);
    return new Answer.Head(status, headers);
  }

  private static Header header(String name, String value) {
    return new Header(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value));
  }
}
