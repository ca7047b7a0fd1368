package dev.sluice.dialects.anthropic;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.Choice;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.FinishReason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads one whole message. */
final class ReplyReader {
  private final JsonCursor in;
  private final CanonicalReply reply = Canonical.reply(AnthropicDialect.NAME);
  private final Choice choice = Canonical.choice(0);
  private final Bag extras = new Bag();
  private boolean contentGiven;
  private @Nullable String stopDetails;

  ReplyReader(JsonCursor in) {
    this.in = in;
  }

  /** Whether the answer had content at all, be it empty. */
  boolean contentGiven() {
    return contentGiven;
  }

  CanonicalReply read() throws IOException {
    reply.getChoices().add(choice);
    while (in.nextField()) {
      field(in.field());
    }
    in.end();
    reply.setExtras(extras.fields());
    if (choice.getFinishReason() == FinishReason.REFUSAL) {
      addRefusal();
    }
    return reply;
  }

  private void field(String field) throws IOException {
    switch (field) {
      case "id" -> {
        if (in.isString()) {
          reply.setId(in.string());
        } else {
          extras.keep(in);
        }
      }
      case "model" -> {
        if (in.isString()) {
          reply.setModel(in.string());
        } else {
          extras.keep(in);
        }
      }
      case "content" -> content();
      case "stop_reason" -> {
        if (in.isString()) {
          choice.setFinishText(in.string());
          choice.setFinishReason(StopReasons.of(in.string()));
        } else {
          extras.keep(in);
        }
      }
      case "stop_sequence" -> {
        if (in.isString()) {
          choice.setStopSequence(in.string());
        } else {
          extras.keep(in);
        }
      }
      case "stop_details" -> {
        stopDetails = in.raw();
        extras.put(field, stopDetails);
      }
      case "usage" -> {
        if (in.isObject()) {
          reply.setUsage(AnthropicUsage.read(in.raw()));
        } else {
          extras.keep(in);
        }
      }
      default -> extras.keep(in);
    }
  }

  private void content() throws IOException {
    if (!in.isArray()) {
      extras.keep(in);
      return;
    }
    contentGiven = true;
    var blocks = new BlockReader(in, new Problems());
    while (in.nextElement()) {
      if (in.isObject()) {
        choice.getParts().add(blocks.block());
      } else {
        in.skip();
      }
    }
  }

  private void addRefusal() throws IOException {
    String explanation = explanation(stopDetails);
    if (explanation != null) {
      ContentPart refusal = Canonical.part(ContentKind.REFUSAL);
      refusal.setText(explanation);
      refusal.setWireField("stop_details");
      choice.getParts().add(refusal);
    }
  }

  /** Why the provider refused, in its words. */
  static @Nullable String explanation(@Nullable String stopDetails) throws IOException {
    if (stopDetails == null) {
      return null;
    }
    try (JsonCursor in = JsonCursor.ofValue(stopDetails)) {
      while (in.nextField()) {
        if (in.field().equals("explanation")) {
          return in.stringOrSkip();
        }
        in.skip();
      }
      return null;
    }
  }
}
