package dev.sluice.simulator.dialect.anthropic;

import dev.sluice.simulator.dialect.Choice;
import dev.sluice.simulator.dialect.Frame;
import dev.sluice.simulator.dialect.JsonText;
import dev.sluice.simulator.dialect.Reply;
import dev.sluice.simulator.dialect.Text;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The events of a stream: {@code message_start}, a thinking block where there was reasoning, a text
 * or tool block with one delta a token, {@code message_delta} with the final usage, {@code
 * message_stop}.
 *
 * <p>{@code message_start} already states one output token. That token is billed with it, so that
 * what a broken stream has stated is never more than what it cost.
 */
final class AnthropicFrames implements Iterator<Frame> {

  private enum Part {
    START,
    BLOCK_START,
    PING,
    DELTA,
    SIGNATURE,
    BLOCK_STOP,
    MESSAGE_DELTA,
    MESSAGE_STOP,
    NOTHING
  }

  private final Reply reply;
  private final Choice choice;
  private final boolean usage;
  private Part part = Part.START;
  private boolean thinking;
  private int block;
  private int token;

  AnthropicFrames(Reply reply, boolean usage) {
    this.reply = reply;
    this.choice = reply.choices().getFirst();
    this.usage = usage;
    this.thinking = choice.reasoning().tokens() > 0;
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
      case START -> step(start(), Part.BLOCK_START);
      case BLOCK_START -> step(Frame.plain(blockStart()), block == 0 ? Part.PING : deltaOr());
      case PING -> step(event("ping", "{\"type\":\"ping\"}"), deltaOr());
      case DELTA -> delta();
      case SIGNATURE -> step(signature(), Part.BLOCK_STOP);
      case BLOCK_STOP -> blockStop();
      case MESSAGE_DELTA -> step(messageDelta(), Part.MESSAGE_STOP);
      case MESSAGE_STOP -> step(event("message_stop", "{\"type\":\"message_stop\"}"), Part.NOTHING);
      case NOTHING -> throw new NoSuchElementException("the stream has ended");
    };
  }

  private Frame step(Frame frame, Part next) {
    part = next;
    return frame;
  }

  private Text current() {
    return thinking ? choice.reasoning() : choice.text();
  }

  private Part deltaOr() {
    if (token < current().tokens()) {
      return Part.DELTA;
    }
    return thinking ? Part.SIGNATURE : Part.BLOCK_STOP;
  }

  private Frame start() {
    StringBuilder json = new StringBuilder(400);
    json.append(
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_");
    json.append(reply.serial()).append("\",\"type\":\"message\",\"role\":\"assistant\",\"model\":");
    JsonText.quote(reply.model(), json);
    json.append(",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null");
    boolean any = contentFrames() > 0;
    if (usage) {
      json.append(",\"usage\":");
      AnthropicUsage.append(reply.tokens(), any ? 1 : 0, json);
    }
    json.append("}}\n\n");
    int output = any && !thinking ? 1 : 0;
    return new Frame(Buffer.buffer(json.toString()), output, any && thinking ? 1 : 0, false);
  }

  private String blockStart() {
    StringBuilder json = new StringBuilder(160);
    json.append("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":");
    json.append(block).append(",\"content_block\":{\"type\":");
    if (thinking) {
      json.append("\"thinking\",\"thinking\":\"\",\"signature\":\"\"");
    } else if (choice.callsTool()) {
      json.append("\"tool_use\",\"id\":\"").append(AnthropicMessages.toolUseId(reply));
      json.append("\",\"name\":");
      JsonText.quote(choice.tool(), json);
      json.append(",\"input\":{}");
    } else {
      json.append("\"text\",\"text\":\"\"");
    }
    return json.append("}}\n\n").toString();
  }

  private Frame delta() {
    StringBuilder json = deltaOpening();
    if (thinking) {
      json.append("\"thinking_delta\",\"thinking\":\"");
    } else if (choice.callsTool()) {
      json.append("\"input_json_delta\",\"partial_json\":\"");
    } else {
      json.append("\"text_delta\",\"text\":\"");
    }
    current().appendEscaped(token, json);
    json.append("\"}}\n\n");
    int cost = block == 0 && token == 0 ? 0 : 1;
    token++;
    part = deltaOr();
    return new Frame(
        Buffer.buffer(json.toString()), thinking ? 0 : cost, thinking ? cost : 0, true);
  }

  private StringBuilder deltaOpening() {
    StringBuilder json = new StringBuilder(160);
    json.append("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":");
    return json.append(block).append(",\"delta\":{\"type\":");
  }

  private Frame signature() {
    StringBuilder json = deltaOpening().append("\"signature_delta\",\"signature\":\"");
    json.append(AnthropicMessages.signature(reply)).append("\"}}\n\n");
    return Frame.plain(json.toString());
  }

  private Frame blockStop() {
    Frame frame =
        event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":" + block + "}");
    if (thinking) {
      thinking = false;
      block++;
      token = 0;
      return step(frame, Part.BLOCK_START);
    }
    return step(frame, Part.MESSAGE_DELTA);
  }

  private Frame messageDelta() {
    StringBuilder json = new StringBuilder(240);
    json.append("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"");
    json.append(choice.finish().anthropic()).append("\",\"stop_sequence\":null}");
    if (usage) {
      json.append(",\"usage\":");
      AnthropicUsage.append(reply.tokens(), reply.tokens().completion(), json);
    }
    return event("message_delta", json.append('}').toString());
  }

  private static Frame event(String name, String data) {
    return Frame.plain("event: " + name + "\ndata: " + data + "\n\n");
  }
}
