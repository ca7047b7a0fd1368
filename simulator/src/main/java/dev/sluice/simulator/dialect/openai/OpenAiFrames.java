package dev.sluice.simulator.dialect.openai;

import dev.sluice.simulator.dialect.Choice;
import dev.sluice.simulator.dialect.Frame;
import dev.sluice.simulator.dialect.JsonText;
import dev.sluice.simulator.dialect.Reply;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The chunks of a stream: a role chunk for each choice, one chunk a token with the choices taking
 * turns, a finish chunk for each choice, the usage where asked for, and the end mark.
 *
 * <p>Reasoning is never shown; it is billed with the role chunk of its choice, since it was
 * generated before anything could be shown.
 */
final class OpenAiFrames implements Iterator<Frame> {

  private enum Part {
    ROLE,
    CONTENT,
    FINISH,
    USAGE,
    DONE,
    NOTHING
  }

  private final Reply reply;
  private final boolean nullUsage;
  private final boolean usage;
  private final String opening;
  private final int longest;
  private Part part = Part.ROLE;
  private int choice;
  private int token;

  /**
   * @param nullUsage chunks carry {@code "usage":null}, as they do for callers who asked for usage
   * @param usage the usage chunk is sent
   */
  OpenAiFrames(Reply reply, boolean nullUsage, boolean usage) {
    this.reply = reply;
    this.nullUsage = nullUsage;
    this.usage = usage;
    StringBuilder json = new StringBuilder(160);
    json.append("data: {\"id\":\"chatcmpl-").append(reply.serial());
    json.append("\",\"object\":\"chat.completion.chunk\",\"created\":");
    json.append(reply.createdSeconds()).append(",\"model\":");
    JsonText.quote(reply.model(), json);
    json.append(",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_simulator\"");
    this.opening = json.append(",\"choices\":[").toString();
    this.longest = reply.choices().stream().mapToInt(c -> c.text().tokens()).max().orElse(0);
    skipEmpty();
  }

  int contentFrames() {
    return reply.choices().stream().mapToInt(c -> c.text().tokens()).sum();
  }

  @Override
  public boolean hasNext() {
    return part != Part.NOTHING;
  }

  @Override
  public Frame next() {
    Frame frame =
        switch (part) {
          case ROLE -> role();
          case CONTENT -> content();
          case FINISH -> finish();
          case USAGE -> usage();
          case DONE -> Frame.plain("data: [DONE]\n\n");
          case NOTHING -> throw new NoSuchElementException("the stream has ended");
        };
    advance();
    skipEmpty();
    return frame;
  }

  private void advance() {
    switch (part) {
      case ROLE -> nextChoiceOr(Part.CONTENT);
      case CONTENT -> {
        choice++;
        if (choice == reply.choices().size()) {
          choice = 0;
          token++;
        }
      }
      case FINISH -> nextChoiceOr(usage ? Part.USAGE : Part.DONE);
      case USAGE -> part = Part.DONE;
      case DONE, NOTHING -> part = Part.NOTHING;
    }
  }

  private void nextChoiceOr(Part next) {
    choice++;
    if (choice == reply.choices().size()) {
      choice = 0;
      part = next;
    }
  }

  /** Steps over the turns of choices that have already said everything. */
  private void skipEmpty() {
    while (part == Part.CONTENT && token < longest && token >= current().text().tokens()) {
      advance();
    }
    if (part == Part.CONTENT && token >= longest) {
      part = Part.FINISH;
      choice = 0;
    }
  }

  private Choice current() {
    return reply.choices().get(choice);
  }

  private Frame role() {
    StringBuilder delta = new StringBuilder("{\"role\":\"assistant\",\"content\":");
    if (current().callsTool()) {
      delta.append("null,\"tool_calls\":[{\"index\":0,\"id\":\"");
      delta.append(OpenAiChat.toolCallId(reply, choice));
      delta.append("\",\"type\":\"function\",\"function\":{\"name\":");
      JsonText.quote(current().tool(), delta);
      delta.append(",\"arguments\":\"\"}}]}");
    } else {
      delta.append("\"\",\"refusal\":null}");
    }
    return chunk(delta, "null", 0, current().reasoning().tokens());
  }

  private Frame content() {
    StringBuilder delta = new StringBuilder(64);
    if (current().callsTool()) {
      delta.append("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"");
      current().text().appendEscaped(token, delta);
      delta.append("\"}}]}");
    } else {
      delta.append("{\"content\":\"");
      current().text().appendEscaped(token, delta);
      delta.append("\"}");
    }
    return chunk(delta, "null", 1, 0);
  }

  private Frame finish() {
    return chunk("{}", '"' + current().finish().openai() + '"', 0, 0);
  }

  private Frame chunk(CharSequence delta, String finishReason, int output, int reasoning) {
    StringBuilder json = new StringBuilder(opening.length() + delta.length() + 96);
    json.append(opening).append("{\"index\":").append(choice).append(",\"delta\":").append(delta);
    json.append(",\"logprobs\":null,\"finish_reason\":").append(finishReason).append("}]");
    json.append(nullUsage ? ",\"usage\":null}\n\n" : "}\n\n");
    return new Frame(Buffer.buffer(json.toString()), output, reasoning, output > 0);
  }

  private Frame usage() {
    StringBuilder json = new StringBuilder(opening.length() + 320);
    json.append(opening).append("],\"usage\":");
    OpenAiUsage.append(reply.tokens(), json);
    return Frame.plain(json.append("}\n\n").toString());
  }
}
