package dev.sluice.simulator.dialect.cohere;

import dev.sluice.simulator.dialect.Choice;
import dev.sluice.simulator.dialect.Frame;
import dev.sluice.simulator.dialect.JsonText;
import dev.sluice.simulator.dialect.Reply;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The events of a stream: the start, thoughts as a content of their own, then a text or a call, one
 * event a token, the end with finish and usage, and the end mark.
 */
final class CohereFrames implements Iterator<Frame> {

  private enum Part {
    START,
    THOUGHT_START,
    THOUGHT,
    THOUGHT_END,
    SAID_START,
    SAID,
    SAID_END,
    END,
    DONE,
    NOTHING
  }

  private final Reply reply;
  private final Choice choice;
  private final boolean usage;
  private final boolean thinks;
  private Part part = Part.START;
  private int token;

  CohereFrames(Reply reply, boolean usage) {
    this.reply = reply;
    this.choice = reply.choices().getFirst();
    this.usage = usage;
    this.thinks = choice.reasoning().tokens() > 0;
  }

  int contentFrames() {
    return choice.reasoning().tokens() + choice.text().tokens();
  }

  @Override
  public boolean hasNext() {
    return part != Part.NOTHING;
  }

  @Override
  public Frame next() {
    return switch (part) {
      case START -> step(free("message-start", start()), thinks ? Part.THOUGHT_START : said());
      case THOUGHT_START -> step(content("content-start", "thinking", ""), Part.THOUGHT);
      case THOUGHT -> thought();
      case THOUGHT_END -> step(end("content-end", 0), said());
      case SAID_START -> saidStart();
      case SAID -> saidDelta();
      case SAID_END ->
          step(end(choice.callsTool() ? "tool-call-end" : "content-end", index()), Part.END);
      case END -> step(free("message-end", finish()), Part.DONE);
      case DONE -> step(Frame.plain("data: [DONE]\n\n"), Part.NOTHING);
      case NOTHING -> throw new NoSuchElementException("the stream has ended");
    };
  }

  private Frame step(Frame frame, Part next) {
    part = next;
    return frame;
  }

  private Part said() {
    token = 0;
    return Part.SAID_START;
  }

  /** Calls are counted by themselves, contents after the thoughts. */
  private int index() {
    return thinks && !choice.callsTool() ? 1 : 0;
  }

  private String start() {
    return "{\"id\":\""
        + reply.serial()
        + "\",\"type\":\"message-start\",\"delta\":{\"message\":{\"role\":\"assistant\","
        + "\"content\":[],\"tool_plan\":\"\",\"tool_calls\":[],\"citations\":[]}}}";
  }

  private Frame thought() {
    StringBuilder json = opening("content-delta", 0).append("\"content\":{\"thinking\":\"");
    choice.reasoning().appendEscaped(token++, json);
    Part next = token < choice.reasoning().tokens() ? Part.THOUGHT : Part.THOUGHT_END;
    return step(event("content-delta", json.append("\"}}}}"), 0, 1, true), next);
  }

  private Frame saidStart() {
    Part next = choice.text().tokens() > 0 ? Part.SAID : Part.SAID_END;
    if (!choice.callsTool()) {
      return step(content("content-start", "text", ""), next);
    }
    StringBuilder json = opening("tool-call-start", 0).append("\"tool_calls\":{\"id\":\"");
    json.append(CohereChat.toolCallId(reply)).append("\",\"type\":\"function\",");
    json.append("\"function\":{\"name\":");
    JsonText.quote(choice.tool(), json);
    json.append(",\"arguments\":\"\"}}}}}");
    return step(event("tool-call-start", json, 0, 0, false), next);
  }

  private Frame saidDelta() {
    boolean call = choice.callsTool();
    String type = call ? "tool-call-delta" : "content-delta";
    StringBuilder json = opening(type, index());
    json.append(
        call ? "\"tool_calls\":{\"function\":{\"arguments\":\"" : "\"content\":{\"text\":\"");
    choice.text().appendEscaped(token++, json);
    json.append(call ? "\"}}}}}" : "\"}}}}");
    Part next = token < choice.text().tokens() ? Part.SAID : Part.SAID_END;
    return step(event(type, json, 1, 0, true), next);
  }

  private Frame content(String type, String kind, String text) {
    StringBuilder json = opening(type, kind.equals("thinking") ? 0 : index());
    json.append("\"content\":{\"type\":\"").append(kind).append("\",\"").append(kind);
    return event(type, json.append("\":\"").append(text).append("\"}}}}"), 0, 0, false);
  }

  private static StringBuilder opening(String type, int index) {
    StringBuilder json = new StringBuilder(200).append("{\"type\":\"").append(type);
    return json.append("\",\"index\":").append(index).append(",\"delta\":{\"message\":{");
  }

  private static Frame end(String type, int index) {
    return free(type, "{\"type\":\"" + type + "\",\"index\":" + index + "}");
  }

  private String finish() {
    StringBuilder json = new StringBuilder(240).append("{\"type\":\"message-end\",\"delta\":{");
    json.append("\"finish_reason\":\"").append(choice.finish().cohere()).append('"');
    if (usage) {
      json.append(",\"usage\":");
      CohereUsage.append(CohereUsage.billed(reply.tokens()), json);
    }
    return json.append("}}").toString();
  }

  private static Frame free(String type, String json) {
    return event(type, new StringBuilder(json), 0, 0, false);
  }

  private static Frame event(
      String type, StringBuilder json, int output, int reasoning, boolean content) {
    Buffer bytes = Buffer.buffer("event: " + type + "\ndata: " + json + "\n\n");
    return new Frame(bytes, output, reasoning, content);
  }
}
