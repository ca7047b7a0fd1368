package dev.sluice.simulator.dialect.anthropic;

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

/** Anthropic's Messages. */
public final class AnthropicMessages implements Dialect {

  private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("request-id");
  private static final Header JSON = header("content-type", "application/json");
  private static final Header EVENTS = header("content-type", "text/event-stream; charset=utf-8");
  private static final Header NO_CACHE = header("cache-control", "no-cache");
  private static final String RESET = "2030-01-01T00:00:00Z";
  private static final List<Header> LIMITS =
      List.of(
          header("anthropic-ratelimit-requests-limit", "4000"),
          header("anthropic-ratelimit-requests-remaining", "3999"),
          header("anthropic-ratelimit-requests-reset", RESET),
          header("anthropic-ratelimit-input-tokens-limit", "2000000"),
          header("anthropic-ratelimit-input-tokens-remaining", "1999000"),
          header("anthropic-ratelimit-input-tokens-reset", RESET),
          header("anthropic-ratelimit-output-tokens-limit", "400000"),
          header("anthropic-ratelimit-output-tokens-remaining", "399000"),
          header("anthropic-ratelimit-output-tokens-reset", RESET));

  @Override
  public String api() {
    return "anthropic-messages";
  }

  @Override
  public CallReader reader(Tokenizer tokenizer) {
    return new RuledReader(tokenizer, Complaints::about);
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
  public Optional<Refusal> complaint(ChatCall call) {
    if (call.model().isEmpty()) {
      return invalid("model: field required");
    }
    if (call.messages() == 0) {
      return invalid("messages: at least one message is required");
    }
    if (call.ask().maxOutput() == 0) {
      return invalid("max_tokens: field required, at least 1");
    }
    return call.flaw().isEmpty() ? Optional.empty() : invalid(call.flaw());
  }

  private static Optional<Refusal> invalid(String message) {
    return Optional.of(Refusal.of(Refusal.Reason.INVALID_REQUEST, message));
  }

  @Override
  public Answer answer(Reply reply, Ask ask, boolean withUsage) {
    if (ask.stream()) {
      AnthropicFrames frames = new AnthropicFrames(reply, withUsage);
      return new Answer.Streamed(
          head(EVENTS, reply.serial()), frames, frames.contentFrames(), reply.tokens(), withUsage);
    }
    Buffer body = Buffer.buffer(whole(reply, withUsage));
    return new Answer.Whole(head(JSON, reply.serial()), body, reply.tokens(), withUsage);
  }

  private static String whole(Reply reply, boolean withUsage) {
    Choice choice = reply.choices().getFirst();
    StringBuilder json = new StringBuilder(512);
    json.append("{\"id\":\"msg_").append(reply.serial());
    json.append("\",\"type\":\"message\",\"role\":\"assistant\",\"model\":");
    JsonText.quote(reply.model(), json);
    json.append(",\"content\":[");
    if (choice.reasoning().tokens() > 0) {
      json.append("{\"type\":\"thinking\",\"thinking\":\"");
      choice.reasoning().appendEscaped(json);
      json.append("\",\"signature\":\"").append(signature(reply)).append("\"},");
    }
    if (choice.callsTool()) {
      json.append("{\"type\":\"tool_use\",\"id\":\"")
          .append(toolUseId(reply))
          .append("\",\"name\":");
      JsonText.quote(choice.tool(), json);
      json.append(",\"input\":").append(Arguments.whole(choice)).append('}');
    } else {
      json.append("{\"type\":\"text\",\"text\":\"");
      choice.text().appendEscaped(json);
      json.append("\"}");
    }
    json.append("],\"stop_reason\":\"").append(choice.finish().anthropic());
    json.append("\",\"stop_sequence\":null");
    if (withUsage) {
      json.append(",\"usage\":");
      AnthropicUsage.append(reply.tokens(), reply.tokens().completion(), json);
    }
    return json.append('}').toString();
  }

  static String toolUseId(Reply reply) {
    return "toolu_" + reply.serial();
  }

  static String signature(Reply reply) {
    return "c2ltdWxhdG9y" + reply.serial();
  }

  @Override
  public Answer.Whole refuse(Refusal refusal, String serial) {
    List<Header> headers = new ArrayList<>(head(JSON, serial).headers());
    if (refusal.retryAfterSeconds() > 0) {
      headers.add(header("retry-after", Integer.toString(refusal.retryAfterSeconds())));
      headers.add(header("x-should-retry", "true"));
    }
    return AnthropicErrors.answer(refusal, serial, headers);
  }

  @Override
  public Buffer failureEvent() {
    return AnthropicErrors.event();
  }

  @Override
  public Buffer brokenEvent() {
    return Buffer.buffer(
        "event: content_block_delta\n"
            + "data: {\"type\":\"content_block_delta\",\"index\":0,\"del\n\n");
  }

  @Override
  public Buffer models(Set<String> names) {
    StringBuilder json = new StringBuilder("{\"data\":[");
    String separator = "";
    for (String name : names) {
      json.append(separator).append("{\"type\":\"model\",\"id\":");
      JsonText.quote(name, json);
      json.append(",\"display_name\":");
      JsonText.quote(name, json);
      json.append(",\"created_at\":\"2025-01-01T00:00:00Z\"}");
      separator = ",";
    }
    return Buffer.buffer(
        json.append("],\"has_more\":false,\"first_id\":null,\"last_id\":null}").toString());
  }

  private static Answer.Head head(Header type, String serial) {
    List<Header> headers = new ArrayList<>(LIMITS.size() + 3);
    headers.add(type);
    headers.add(new Header(REQUEST_ID, "req_" + serial));
    if (type == EVENTS) {
      headers.add(NO_CACHE);
    }
    headers.addAll(LIMITS);
    return new Answer.Head(200, headers);
  }

  private static Header header(String name, String value) {
    return new Header(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value));
  }
}
