package dev.sluice.dialects.cohere;

import dev.sluice.dialects.json.JsonCursor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the delta of an event held, whatever the event. Content and tool calls are one object each,
 * or an empty list in the event that begins the message.
 */
final class WireDelta {
  @Nullable String text;
  @Nullable String thinking;
  @Nullable String plan;
  @Nullable String callId;
  @Nullable String callName;
  @Nullable String arguments;
  @Nullable String finish;
  @Nullable String error;
  @Nullable String usage;

  void read(JsonCursor in) throws IOException {
    if (!in.isObject()) {
      in.skip();
      return;
    }
    while (in.nextField()) {
      switch (in.field()) {
        case "message" -> message(in);
        case "finish_reason" -> finish = in.stringOrSkip();
        case "error" -> error = in.stringOrSkip();
        case "usage" -> usage = in.isObject() ? in.raw() : skipped(in);
        default -> in.skip();
      }
    }
  }

  private void message(JsonCursor in) throws IOException {
    if (!in.isObject()) {
      in.skip();
      return;
    }
    while (in.nextField()) {
      switch (in.field()) {
        case "tool_plan" -> plan = in.stringOrSkip();
        case "content" -> content(in);
        case "tool_calls" -> call(in);
        default -> in.skip();
      }
    }
  }

  private void content(JsonCursor in) throws IOException {
    if (!in.isObject()) {
      in.skip();
      return;
    }
    while (in.nextField()) {
      switch (in.field()) {
        case "text" -> text = in.stringOrSkip();
        case "thinking" -> thinking = in.stringOrSkip();
        default -> in.skip();
      }
    }
  }

  private void call(JsonCursor in) throws IOException {
    if (!in.isObject()) {
      in.skip();
      return;
    }
    while (in.nextField()) {
      switch (in.field()) {
        case "id" -> callId = in.stringOrSkip();
        case "function" -> function(in);
        default -> in.skip();
      }
    }
  }

  private void function(JsonCursor in) throws IOException {
    if (!in.isObject()) {
      in.skip();
      return;
    }
    while (in.nextField()) {
      switch (in.field()) {
        case "name" -> callName = in.stringOrSkip();
        case "arguments" -> arguments = in.stringOrSkip();
        default -> in.skip();
      }
    }
  }

  private static @Nullable String skipped(JsonCursor in) throws IOException {
    in.skip();
    return null;
  }
}
