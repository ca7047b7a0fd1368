package dev.sluice.dialects.bedrock;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.Choice;
import java.io.IOException;

/** Reads one whole reply. Metrics, and what a guardrail found, are kept as they are. */
final class ReplyReader {
  private final JsonCursor in;
  private final ModelFamily family;
  private final CanonicalReply reply = Canonical.reply(BedrockDialect.NAME);
  private final Choice choice = Canonical.choice(0);
  private final Bag extras = new Bag();
  private boolean messageGiven;

  ReplyReader(JsonCursor in, ModelFamily family) {
    this.in = in;
    this.family = family;
  }

  /** Whether the answer had a message at all, be it empty. */
  boolean messageGiven() {
    return messageGiven;
  }

  CanonicalReply read() throws IOException {
    reply.getChoices().add(choice);
    while (in.nextField()) {
      switch (in.field()) {
        case "output" -> output();
        case "stopReason" -> {
          if (in.isString()) {
            choice.setFinishText(in.string());
            choice.setFinishReason(StopReasons.of(in.string()));
          } else {
            extras.keep(in);
          }
        }
        case "usage" -> {
          if (in.isObject()) {
            reply.setUsage(BedrockUsage.read(in.raw()));
          } else {
            extras.keep(in);
          }
        }
        default -> extras.keep(in);
      }
    }
    in.end();
    reply.setExtras(extras.fields());
    return reply;
  }

  private void output() throws IOException {
    if (!in.isObject()) {
      extras.keep(in);
      return;
    }
    while (in.nextField()) {
      if (in.field().equals("message") && in.isObject()) {
        message();
      } else {
        in.skip();
      }
    }
  }

  private void message() throws IOException {
    messageGiven = true;
    var blocks = new BlockReader(in, family);
    while (in.nextField()) {
      if (!in.field().equals("content") || !in.isArray()) {
        in.skip();
        continue;
      }
      while (in.nextElement()) {
        if (in.isObject()) {
          choice.getParts().add(blocks.block());
        } else {
          in.skip();
        }
      }
    }
  }
}
