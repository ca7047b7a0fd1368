package dev.sluice.simulator.dialect.bedrock;

import dev.sluice.simulator.dialect.Choice;
import dev.sluice.simulator.dialect.Frame;
import dev.sluice.simulator.dialect.JsonText;
import dev.sluice.simulator.dialect.Reply;
import dev.sluice.simulator.dialect.Text;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The events of a stream: {@code messageStart}, a block of reasoning where there was some, a block
 * of text or of a tool with one delta a token, {@code messageStop}, and {@code metadata} with the
 * usage. Only the block of a tool has a start.
 */
final class BedrockFrames implements Iterator<Frame> {

  private enum Part {
    START,
    BLOCK_START,
    DELTA,
    SIGNATURE,
    BLOCK_STOP,
    STOP,
    METADATA,
    NOTHING
  }

  private final Reply reply;
  private final Choice choice;
  private final boolean usage;
  private Part part = Part.START;
  private boolean thinking;
  private int block;
  private int token;

  BedrockFrames(Reply reply, boolean usage) {
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
      case START -> step(free("messageStart", "{\"role\":\"assistant\"}"), blockStart());
      case BLOCK_START -> step(toolStart(), deltaOr());
      case DELTA -> delta();
      case SIGNATURE -> step(signature(), Part.BLOCK_STOP);
      case BLOCK_STOP -> blockStop();
      case STOP -> step(stop(), Part.METADATA);
      case METADATA -> step(metadata(), Part.NOTHING);
      case NOTHING -> throw new NoSuchElementException("the stream has ended");
    };
  }

  private Frame step(Frame frame, Part next) {
    part = next;
    return frame;
  }

  private Part blockStart() {
    return !thinking && choice.callsTool() ? Part.BLOCK_START : deltaOr();
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

  private Frame toolStart() {
    StringBuilder json = new StringBuilder(160).append("{\"contentBlockIndex\":").append(block);
    json.append(",\"start\":{\"toolUse\":{\"name\":");
    JsonText.quote(choice.tool(), json);
    json.append(",\"toolUseId\":\"").append(BedrockApi.toolUseId(reply)).append("\"}}}");
    return free("contentBlockStart", json.toString());
  }

  private Frame delta() {
    StringBuilder json = opening();
    if (thinking) {
      json.append("\"reasoningContent\":{\"text\":\"");
    } else if (choice.callsTool()) {
      json.append("\"toolUse\":{\"input\":\"");
    } else {
      json.append("\"text\":\"");
    }
    current().appendEscaped(token, json);
    json.append(thinking || choice.callsTool() ? "\"}}" : "\"}").append(padding());
    token++;
    part = deltaOr();
    return new Frame(Messages.event("contentBlockDelta", json.toString()), 1, 0, true);
  }

  private StringBuilder opening() {
    StringBuilder json = new StringBuilder(160);
    return json.append("{\"contentBlockIndex\":").append(block).append(",\"delta\":{");
  }

  /** Events have a padding of letters, so that their length tells nothing. */
  private String padding() {
    return ",\"p\":\"abcdefghijklmnop".substring(0, 8 + token % 8) + "\"}";
  }

  private Frame signature() {
    StringBuilder json = opening().append("\"reasoningContent\":{\"signature\":\"");
    json.append(BedrockApi.signature(reply)).append("\"}}}");
    return free("contentBlockDelta", json.toString());
  }

  private Frame blockStop() {
    Frame frame = free("contentBlockStop", "{\"contentBlockIndex\":" + block + "}");
    if (!thinking) {
      return step(frame, Part.STOP);
    }
    thinking = false;
    block++;
    token = 0;
    return step(frame, blockStart());
  }

  private Frame stop() {
    return free("messageStop", "{\"stopReason\":\"" + choice.finish().anthropic() + "\"}");
  }

  private Frame metadata() {
    StringBuilder json = new StringBuilder(240).append("{\"metrics\":{\"latencyMs\":1}");
    if (usage) {
      json.append(",\"usage\":");
      BedrockUsage.append(BedrockUsage.billed(reply.tokens()), json);
    }
    return free("metadata", json.append('}').toString());
  }

  private static Frame free(String type, String json) {
    Buffer bytes = Messages.event(type, json);
    return new Frame(bytes, 0, 0, false);
  }
}
