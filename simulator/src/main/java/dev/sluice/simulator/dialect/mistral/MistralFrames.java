package dev.sluice.simulator.dialect.mistral;

import dev.sluice.simulator.dialect.Choice;
import dev.sluice.simulator.dialect.Frame;
import dev.sluice.simulator.dialect.JsonText;
import dev.sluice.simulator.dialect.Reply;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The chunks of a stream: a role chunk, for each choice one chunk a token of thought and of text,
 * or one for a whole call, and one with the finish; the last one has the usage, asked for or not.
 */
final class MistralFrames implements Iterator<Frame> {

  private enum Part {
    ROLE,
    THOUGHT,
    TEXT,
    FINISH,
    DONE,
    NOTHING
  }

  private final Reply reply;
  private final boolean usage;
  private final String opening;
  private Part part = Part.ROLE;
  private int choice;
  private int token;

  MistralFrames(Reply reply, boolean usage) {
    this.reply = reply;
    this.usage = usage;
    StringBuilder json = new StringBuilder(160).append("data: {\"id\":\"").append(reply.serial());
    json.append("\",\"object\":\"chat.completion.chunk\",\"created\":");
    json.append(reply.createdSeconds()).append(",\"model\":");
    JsonText.quote(reply.model(), json);
    this.opening = json.append(",\"choices\":[{\"index\":").toString();
  }

  int contentFrames() {
    return reply.choices().stream()
        .mapToInt(c -> c.reasoning().tokens() + (c.callsTool() ? 1 : c.text().tokens()))
        .sum();
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
          case THOUGHT -> thought();
          case TEXT -> current().callsTool() ? call() : text();
          case FINISH -> finish();
          case DONE -> done();
          case NOTHING -> throw new NoSuchElementException("the stream has ended");
        };
    skipEmpty();
    return frame;
  }

  private Choice current() {
    return reply.choices().get(choice);
  }

  /** Steps over parts that have already said everything. */
  private void skipEmpty() {
    if (part == Part.THOUGHT && token >= current().reasoning().tokens()) {
      part = Part.TEXT;
      token = 0;
    }
    if (part == Part.TEXT) {
      int wanted = current().callsTool() ? 1 : current().text().tokens();
      if (token >= wanted) {
        part = Part.FINISH;
        token = 0;
      }
    }
  }

  private Frame role() {
    part = Part.THOUGHT;
    return chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null", "", 0);
  }

  private Frame thought() {
    StringBuilder delta = new StringBuilder("{\"content\":[{\"type\":\"thinking\",\"thinking\":");
    delta.append("[{\"type\":\"text\",\"text\":\"");
    current().reasoning().appendEscaped(token++, delta);
    return chunk(delta.append("\"}],\"closed\":true}]}"), "null", "", 1);
  }

  private Frame text() {
    StringBuilder delta = new StringBuilder(64).append("{\"content\":\"");
    current().text().appendEscaped(token++, delta);
    return chunk(delta.append("\"}"), "null", "", 1);
  }

  private Frame call() {
    token++;
    StringBuilder delta = new StringBuilder(200).append("{\"tool_calls\":[");
    MistralChat.appendCall(reply, choice, delta);
    delta.setLength(delta.length() - 1);
    delta.append(",\"index\":0}");
    return chunk(delta.append("]}"), "null", "", current().text().tokens());
  }

  private Frame finish() {
    boolean last = choice == reply.choices().size() - 1;
    StringBuilder stated = new StringBuilder();
    if (usage && last) {
      stated.append(",\"usage\":");
      MistralUsage.append(MistralUsage.billed(reply.tokens()), stated);
    }
    String reason = '"' + current().finish().openai() + '"';
    Frame frame = chunk("{\"content\":\"\"}", reason, stated, 0);
    choice++;
    part = last ? Part.DONE : Part.ROLE;
    return frame;
  }

  private Frame done() {
    part = Part.NOTHING;
    return Frame.plain("data: [DONE]\n\n");
  }

  private Frame chunk(CharSequence delta, String finishReason, CharSequence stated, int output) {
    StringBuilder json = new StringBuilder(opening.length() + delta.length() + 160);
    json.append(opening).append(choice).append(",\"delta\":").append(delta);
    json.append(",\"finish_reason\":").append(finishReason).append("}]").append(stated);
    json.append(",\"p\":\"abcdefghijklmnop\"}\n\n");
    return new Frame(Buffer.buffer(json.toString()), output, 0, output > 0);
  }
}
