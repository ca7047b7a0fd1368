package dev.sluice.dialects.bedrock;

import dev.sluice.dialects.json.JsonCursor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What an event of a stream held, whichever it is. */
final class WireEvent {
  int index;
  @Nullable String text;
  @Nullable String thinking;
  @Nullable String signature;
  @Nullable String hidden;
  @Nullable String callId;
  @Nullable String callName;
  @Nullable String input;
  @Nullable String stopReason;
  @Nullable String usage;
  boolean unknown;

  void read(JsonCursor in) throws IOException {
    while (in.nextField()) {
      switch (in.field()) {
        case "contentBlockIndex" -> {
          Long given = in.longOrSkip();
          index = given == null || given < 0 || given > 100_000 ? 0 : given.intValue();
        }
        case "start", "delta" -> piece(in);
        case "stopReason" -> stopReason = in.stringOrSkip();
        case "usage" -> {
          if (in.isObject()) {
            usage = in.raw();
          } else {
            in.skip();
          }
        }
        default -> in.skip();
      }
    }
    in.end();
  }

  private void piece(JsonCursor in) throws IOException {
    if (!in.isObject()) {
      in.skip();
      return;
    }
    while (in.nextField()) {
      switch (in.field()) {
        case "text" -> text = in.stringOrSkip();
        case "toolUse" -> toolUse(in);
        case "reasoningContent" -> reasoning(in);
        default -> {
          unknown = true;
          in.skip();
        }
      }
    }
  }

  private void toolUse(JsonCursor in) throws IOException {
    if (!in.isObject()) {
      in.skip();
      return;
    }
    while (in.nextField()) {
      switch (in.field()) {
        case "toolUseId" -> callId = in.stringOrSkip();
        case "name" -> callName = in.stringOrSkip();
        case "input" -> input = in.stringOrSkip();
        default -> in.skip();
      }
    }
  }

  private void reasoning(JsonCursor in) throws IOException {
    if (!in.isObject()) {
      in.skip();
      return;
    }
    while (in.nextField()) {
      switch (in.field()) {
        case "text" -> thinking = in.stringOrSkip();
        case "signature" -> signature = in.stringOrSkip();
        case "redactedContent" -> hidden = in.stringOrSkip();
        default -> in.skip();
      }
    }
  }
}
