package dev.sluice.simulator.dialect.gemini;

import dev.sluice.simulator.bill.Tokens;
import dev.sluice.simulator.dialect.Choice;
import dev.sluice.simulator.dialect.Frame;
import dev.sluice.simulator.dialect.Reply;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The events of a stream: one a token of thought and of text, one for a whole call, and one that
 * says why the candidate ended. Each states the usage up to itself, never more than what has been
 * billed with it.
 */
final class GeminiFrames implements Iterator<Frame> {

  private enum Part {
    THOUGHT,
    TEXT,
    FINISH,
    NOTHING
  }

  private final Reply reply;
  private final boolean usage;
  private final boolean array;
  private boolean begun;
  private Part part = Part.THOUGHT;
  private int choice;
  private int token;
  private int output;
  private int reasoning;

  /**
   * @param array the events are the elements of one JSON array
   */
  GeminiFrames(Reply reply, boolean usage, boolean array) {
    this.reply = reply;
    this.usage = usage;
    this.array = array;
    skipEmpty();
  }

  int contentFrames() {
    int frames = 0;
    for (Choice one : reply.choices()) {
      frames += one.reasoning().tokens();
      frames += one.callsTool() ? 1 : one.text().tokens();
    }
    return frames;
  }

  @Override
  public boolean hasNext() {
    return part != Part.NOTHING;
  }

  @Override
  public Frame next() {
    Frame frame =
        switch (part) {
          case THOUGHT -> thought();
          case TEXT -> current().callsTool() ? call() : text();
          case FINISH -> finish();
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

  private Frame thought() {
    StringBuilder json = opening().append("{\"text\":\"");
    current().reasoning().appendEscaped(token++, json);
    reasoning++;
    return frame(json.append("\",\"thought\":true}"), "", 0, 1);
  }

  private Frame text() {
    StringBuilder json = opening().append("{\"text\":\"");
    current().text().appendEscaped(token++, json);
    output++;
    return frame(json.append("\"}"), "", 1, 0);
  }

  private Frame call() {
    token++;
    StringBuilder json = opening();
    Candidates.call(reply, current(), json);
    int cost = current().text().tokens();
    output += cost;
    return frame(json, "", cost, 0);
  }

  private Frame finish() {
    Frame frame = frame(opening().append("{\"text\":\"\"}"), current().finish().gemini(), 0, 0);
    choice++;
    part = choice == reply.choices().size() ? Part.NOTHING : Part.THOUGHT;
    return frame;
  }

  private StringBuilder opening() {
    StringBuilder json = new StringBuilder(400);
    if (array) {
      json.append(begun ? ",\r\n" : "[");
      begun = true;
    } else {
      json.append("data: ");
    }
    json.append("{\"candidates\":[");
    Candidates.open(json);
    return json;
  }

  private Frame frame(StringBuilder json, String finish, int billedOutput, int billedReasoning) {
    Candidates.close(choice, finish, json);
    json.append(']');
    if (usage) {
      json.append(",\"usageMetadata\":");
      Tokens prompt = GeminiUsage.billed(reply.tokens());
      GeminiUsage.append(prompt.withCompletion(output, reasoning), json);
    }
    Candidates.envelope(reply, json);
    boolean content = finish.isEmpty();
    boolean last = !content && choice == reply.choices().size() - 1;
    if (!array) {
      json.append("\r\n\r\n");
    } else if (last) {
      json.append(']');
    }
    Buffer bytes = Buffer.buffer(json.toString());
    return new Frame(bytes, billedOutput, billedReasoning, content);
  }
}
