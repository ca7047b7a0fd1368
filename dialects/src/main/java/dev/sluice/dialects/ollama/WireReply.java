package dev.sluice.dialects.ollama;

import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one object says: a whole reply, or a line of a streamed one. */
final class WireReply {
  private static final String MADE_UP = "call_ol_";

  private final Bag extras = new Bag();
  private final Bag usage = new Bag();
  private final List<Call> calls = new ArrayList<>(0);
  private String createdAt = "";
  private @Nullable String model;
  private @Nullable String content;
  private @Nullable String thinking;
  private @Nullable String doneReason;
  private @Nullable String error;
  private boolean done;
  private boolean message;

  private WireReply() {}

  /** A call of a tool; the arguments as JSON text. */
  record Call(@Nullable String id, String name, String arguments) {}

  static WireReply read(JsonCursor in) throws IOException {
    var reply = new WireReply();
    while (in.nextField()) {
      reply.field(in);
    }
    in.end();
    return reply;
  }

  private void field(JsonCursor in) throws IOException {
    switch (in.field()) {
      case "model" -> model = in.stringOrSkip();
      case "created_at" -> createdAt = orEmpty(in.stringOrSkip());
      case "message" -> {
        if (in.isObject()) {
          message = true;
          message(in);
        } else {
          in.skip();
        }
      }
      case "done" -> {
        done = in.isBoolean() && in.bool();
        if (!in.isBoolean()) {
          in.skip();
        }
      }
      case "done_reason" -> doneReason = in.stringOrSkip();
      case "error" -> error = error(in);
      case "prompt_eval_count", "eval_count" -> usage.keep(in);
      default -> extras.keep(in);
    }
  }

  private static @Nullable String error(JsonCursor in) throws IOException {
    if (in.isString()) {
      return in.string();
    }
    String other = in.raw();
    return other.equals("null") ? null : other;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private void message(JsonCursor in) throws IOException {
    while (in.nextField()) {
      switch (in.field()) {
        case "content" -> content = in.stringOrSkip();
        case "thinking" -> thinking = in.stringOrSkip();
        case "tool_calls" -> {
          if (in.isArray()) {
            while (in.nextElement()) {
              call(in);
            }
          } else {
            in.skip();
          }
        }
        default -> in.skip();
      }
    }
  }

  private void call(JsonCursor in) throws IOException {
    if (!in.isObject()) {
      in.skip();
      return;
    }
    String id = null;
    String name = "";
    String arguments = "{}";
    while (in.nextField()) {
      if (in.field().equals("id")) {
        id = in.stringOrSkip();
      } else if (in.field().equals("function") && in.isObject()) {
        while (in.nextField()) {
          switch (in.field()) {
            case "name" -> name = orEmpty(in.stringOrSkip());
            case "arguments" -> arguments = in.isObject() ? in.raw() : text(in);
            default -> in.skip();
          }
        }
      } else {
        in.skip();
      }
    }
    calls.add(new Call(id == null || id.isEmpty() ? null : id, name, arguments));
  }

  private static String text(JsonCursor in) throws IOException {
    String text = in.stringOrSkip();
    return text == null || text.isBlank() ? "{}" : text;
  }

  @Nullable String model() {
    return model;
  }

  /** Seconds since 1970, null where it says no time. */
  @Nullable Long created() {
    try {
      return createdAt.isEmpty() ? null : OffsetDateTime.parse(createdAt).toEpochSecond();
    } catch (DateTimeException e) {
      return null;
    }
  }

  @Nullable String content() {
    return content;
  }

  @Nullable String thinking() {
    return thinking;
  }

  List<Call> calls() {
    return calls;
  }

  /** The id of a call; where it has none, one that this reply always gives it if it has a time. */
  @Nullable String idOf(Call call, int number) {
    if (call.id() != null || createdAt.isEmpty()) {
      return call.id();
    }
    return MADE_UP + createdAt.replaceAll("[^0-9A-Za-z]", "") + '_' + number;
  }

  boolean hasMessage() {
    return message;
  }

  /** Whether the reply ends with this. */
  boolean done() {
    return done;
  }

  /** Why it ended, empty where it does not say. */
  String doneReason() {
    return orEmpty(doneReason);
  }

  @Nullable String error() {
    return error;
  }

  /** The counts as JSON text by name. */
  Map<String, String> usage() {
    return usage.fields();
  }

  /** What else there is: how long it took. */
  Map<String, String> extras() {
    return extras.fields();
  }
}
