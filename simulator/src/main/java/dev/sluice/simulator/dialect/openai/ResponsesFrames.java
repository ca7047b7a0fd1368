package dev.sluice.simulator.dialect.openai;

import dev.sluice.simulator.dialect.Choice;
import dev.sluice.simulator.dialect.Frame;
import dev.sluice.simulator.dialect.Reply;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;

/**
 * The events of a response: what begins it, one delta a token, what ends it. Reasoning is never
 * shown; it is billed with the first event, since it was generated before anything could be shown.
 */
final class ResponsesFrames implements Iterator<Frame> {
  private final Reply reply;
  private final Choice choice;
  private final boolean usage;
  private final int item;
  private final Queue<Frame> around = new ArrayDeque<>();
  private int sequence;
  private int token;
  private boolean ended;

  ResponsesFrames(Reply reply, boolean usage) {
    this.reply = reply;
    this.choice = reply.choices().getFirst();
    this.usage = usage;
    this.item = ResponsesApi.reasons(reply) ? 1 : 0;
    begin();
  }

  int contentFrames() {
    return choice.text().tokens();
  }

  @Override
  public boolean hasNext() {
    return !around.isEmpty() || !ended;
  }

  @Override
  public Frame next() {
    Frame waiting = around.poll();
    if (waiting != null) {
      return waiting;
    }
    if (ended) {
      throw new NoSuchElementException("the stream has ended");
    }
    if (token < contentFrames()) {
      return delta();
    }
    end();
    return next();
  }

  private void begin() {
    StringBuilder created = open("response.created").append(",\"response\":");
    ResponsesApi.appendResponse(reply, "in_progress", usage, created);
    around.add(
        new Frame(
            Buffer.buffer(created.append("}\n\n").toString()),
            0,
            reply.tokens().reasoning(),
            false));
    StringBuilder going = open("response.in_progress").append(",\"response\":");
    ResponsesApi.appendResponse(reply, "in_progress", usage, going);
    close(going);
    if (item > 0) {
      for (String step : new String[] {"added", "done"}) {
        StringBuilder thought = open("response.output_item." + step);
        ResponsesApi.appendReasoning(reply, thought.append(",\"output_index\":0,\"item\":"));
        close(thought);
      }
    }
    item("added", "in_progress");
    if (!choice.callsTool()) {
      StringBuilder part = content("response.content_part.added").append(",\"part\":");
      ResponsesApi.appendPart(reply, false, part);
      close(part);
    }
  }

  private void end() {
    ended = true;
    if (choice.callsTool()) {
      StringBuilder done = of("response.function_call_arguments.done").append(",\"arguments\":\"");
      choice.text().appendEscaped(done);
      close(done.append('"'));
    } else {
      StringBuilder done = content("response.output_text.done");
      choice.text().appendEscaped(done.append(",\"logprobs\":[],\"text\":\""));
      close(done.append('"'));
      StringBuilder part = content("response.content_part.done").append(",\"part\":");
      ResponsesApi.appendPart(reply, true, part);
      close(part);
    }
    String status = ResponsesApi.status(reply);
    item("done", status);
    StringBuilder last = open("response." + status).append(",\"response\":");
    ResponsesApi.appendResponse(reply, status, usage, last);
    close(last);
  }

  private void item(String step, String status) {
    StringBuilder json = open("response.output_item." + step);
    json.append(",\"output_index\":").append(item).append(",\"item\":");
    ResponsesApi.appendItem(reply, status, json);
    close(json);
  }

  private Frame delta() {
    StringBuilder json =
        choice.callsTool()
            ? of("response.function_call_arguments.delta")
            : content("response.output_text.delta").append(",\"logprobs\":[]");
    choice.text().appendEscaped(token, json.append(",\"delta\":\""));
    token++;
    return new Frame(Buffer.buffer(json.append("\"}\n\n").toString()), 1, 0, true);
  }

  private StringBuilder open(String type) {
    StringBuilder json = new StringBuilder(256).append("event: ").append(type);
    json.append("\ndata: {\"type\":\"").append(type);
    return json.append("\",\"sequence_number\":").append(sequence++);
  }

  private StringBuilder of(String type) {
    StringBuilder json = open(type).append(",\"item_id\":\"").append(ResponsesApi.itemId(reply));
    return json.append("\",\"output_index\":").append(item);
  }

  private StringBuilder content(String type) {
    return of(type).append(",\"content_index\":0");
  }

  private void close(StringBuilder json) {
    around.add(Frame.plain(json.append("}\n\n").toString()));
  }
}
