package dev.sluice.simulator.dialect.openai;

import dev.sluice.simulator.bill.Tokenizer;
import dev.sluice.simulator.bill.Tokens;
import dev.sluice.simulator.dialect.Answer;
import dev.sluice.simulator.dialect.Ask;
import dev.sluice.simulator.dialect.CallReader;
import dev.sluice.simulator.dialect.ChatCall;
import dev.sluice.simulator.dialect.Choice;
import dev.sluice.simulator.dialect.Dialect;
import dev.sluice.simulator.dialect.Finish;
import dev.sluice.simulator.dialect.JsonText;
import dev.sluice.simulator.dialect.Refusal;
import dev.sluice.simulator.dialect.Reply;
import dev.sluice.simulator.dialect.RuledReader;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.Set;

/** OpenAI's responses. */
public final class ResponsesApi implements Dialect {
  private static final int LEAST_LIMIT = 16;

  private final OpenAiChat chat = new OpenAiChat();

  @Override
  public String api() {
    return "openai-responses";
  }

  @Override
  public CallReader reader(Tokenizer tokenizer) {
    return new RuledReader(tokenizer, ItemComplaints::about);
  }

  @Override
  public int mostChoices() {
    return 1;
  }

  @Override
  public Optional<Refusal> complaint(ChatCall call) {
    if (call.model().isEmpty()) {
      return invalid("Missing required parameter: 'model'.");
    }
    if (call.messages() == 0) {
      return invalid("Missing required parameter: 'input'.");
    }
    int limit = call.ask().maxOutput();
    return limit > 0 && limit < LEAST_LIMIT
        ? invalid(
            "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= "
                + LEAST_LIMIT
                + ", but got "
                + limit
                + " instead.")
        : Optional.of(call.flaw()).filter(flaw -> !flaw.isEmpty()).flatMap(ResponsesApi::invalid);
  }

  private static Optional<Refusal> invalid(String message) {
    return Optional.of(Refusal.of(Refusal.Reason.INVALID_REQUEST, message));
  }

  @Override
  public Answer answer(Reply reply, Ask ask, boolean withUsage) {
    if (ask.stream()) {
      ResponsesFrames frames = new ResponsesFrames(reply, withUsage);
      return new Answer.Streamed(
          OpenAiChat.head(200, OpenAiChat.EVENTS, reply.serial()),
          frames,
          frames.contentFrames(),
          reply.tokens(),
          withUsage);
    }
    StringBuilder json = new StringBuilder(1024);
    appendResponse(reply, status(reply), withUsage, json);
    return new Answer.Whole(
        OpenAiChat.head(200, OpenAiChat.JSON, reply.serial()),
        Buffer.buffer(json.toString()),
        reply.tokens(),
        withUsage);
  }

  /** How the reply ends. */
  static String status(Reply reply) {
    boolean cut = reply.choices().getFirst().finish() == Finish.LENGTH;
    return cut ? "incomplete" : "completed";
  }

  /** The response; without output while it is in progress. */
  static void appendResponse(Reply reply, String status, boolean withUsage, StringBuilder json) {
    boolean going = status.equals("in_progress");
    json.append("{\"id\":\"resp_").append(reply.serial());
    json.append("\",\"object\":\"response\",\"created_at\":").append(reply.createdSeconds());
    json.append(",\"status\":\"").append(status).append("\",\"background\":false,\"error\":null");
    json.append(",\"incomplete_details\":");
    json.append(status.equals("incomplete") ? "{\"reason\":\"max_output_tokens\"}" : "null");
    json.append(",\"instructions\":null,\"metadata\":{},\"model\":");
    JsonText.quote(reply.model(), json);
    json.append(",\"output\":[");
    if (!going) {
      if (reasons(reply)) {
        appendReasoning(reply, json);
        json.append(',');
      }
      appendItem(reply, status, json);
    }
    json.append("],\"parallel_tool_calls\":true,\"previous_response_id\":null,\"store\":false");
    json.append(",\"temperature\":1.0,\"text\":{\"format\":{\"type\":\"text\"}}");
    json.append(",\"tool_choice\":\"auto\",\"tools\":[],\"top_p\":1.0,\"usage\":");
    if (going || !withUsage) {
      json.append("null");
    } else {
      appendUsage(reply.tokens(), json);
    }
    json.append('}');
  }

  static boolean reasons(Reply reply) {
    return reply.tokens().reasoning() > 0;
  }

  /** What was thought, which OpenAI shows to nobody. */
  static void appendReasoning(Reply reply, StringBuilder json) {
    json.append("{\"id\":\"rs_").append(reply.serial());
    json.append("\",\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"sim");
    json.append(reply.serial()).append("\"}");
  }

  static String itemId(Reply reply) {
    return (reply.choices().getFirst().callsTool() ? "fc_" : "msg_") + reply.serial();
  }

  /** The message or the call; without content while it is in progress. */
  static void appendItem(Reply reply, String status, StringBuilder json) {
    Choice choice = reply.choices().getFirst();
    boolean going = status.equals("in_progress");
    json.append("{\"id\":\"").append(itemId(reply)).append("\",\"type\":\"");
    json.append(choice.callsTool() ? "function_call" : "message");
    json.append("\",\"status\":\"").append(status).append('"');
    if (choice.callsTool()) {
      json.append(",\"call_id\":\"").append(OpenAiChat.toolCallId(reply, 0));
      json.append("\",\"name\":");
      JsonText.quote(choice.tool(), json);
      json.append(",\"arguments\":\"");
      if (!going) {
        choice.text().appendEscaped(json);
      }
      json.append("\"}");
      return;
    }
    json.append(",\"role\":\"assistant\",\"content\":[");
    if (!going) {
      appendPart(reply, true, json);
    }
    json.append("]}");
  }

  static void appendPart(Reply reply, boolean whole, StringBuilder json) {
    json.append("{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":\"");
    if (whole) {
      reply.choices().getFirst().text().appendEscaped(json);
    }
    json.append("\"}");
  }

  private static void appendUsage(Tokens tokens, StringBuilder json) {
    json.append("{\"input_tokens\":").append(tokens.prompt());
    json.append(",\"input_tokens_details\":{\"cached_tokens\":").append(tokens.cachedInput());
    json.append(",\"cache_write_tokens\":").append(tokens.cacheWrite());
    json.append("},\"output_tokens\":").append(tokens.completion());
    json.append(",\"output_tokens_details\":{\"reasoning_tokens\":").append(tokens.reasoning());
    json.append("},\"total_tokens\":").append(tokens.prompt() + tokens.completion()).append('}');
  }

  @Override
  public Answer.Whole refuse(Refusal refusal, String serial) {
    return chat.refuse(refusal, serial);
  }

  @Override
  public Buffer failureEvent() {
    return OpenAiErrors.responseEvent();
  }

  @Override
  public Buffer brokenEvent() {
    return Buffer.buffer(
        "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.del\n\n");
  }

  @Override
  public Buffer models(Set<String> names) {
    return chat.models(names);
  }
}
