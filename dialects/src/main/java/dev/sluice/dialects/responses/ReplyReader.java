package dev.sluice.dialects.responses;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.openai.Problems;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.Choice;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one whole response: its output is one choice. */
final class ReplyReader {
  private final JsonCursor in;
  private final CanonicalReply reply = Canonical.reply(ResponsesDialect.NAME);
  private final Choice choice = Canonical.choice(0);
  private final Bag extras = new Bag();
  private final Map<String, Long> calls = new HashMap<>(0);
  private boolean outputGiven;
  private @Nullable String usage;
  private String status = "";
  private @Nullable String incomplete;

  ReplyReader(JsonCursor in) {
    this.in = in;
  }

  /** Whether the answer had output at all, be it empty. */
  boolean outputGiven() {
    return outputGiven;
  }

  /** Whether the answer says that it failed. */
  boolean failed() {
    String error = extras.fields().get("error");
    return status.equals("failed") || (!outputGiven && error != null && !error.equals("null"));
  }

  CanonicalReply read() throws IOException {
    reply.getChoices().add(choice);
    while (in.nextField()) {
      field(in.field());
    }
    in.end();
    if (usage != null) {
      reply.setUsage(ResponsesUsage.read(usage, calls));
    }
    choice.setFinishText(status);
    choice.setFinishReason(
        Status.reason(status, incomplete, has(choice.getParts(), ContentKind.TOOL_CALL)));
    reply.setExtras(extras.fields());
    return reply;
  }

  private static boolean has(List<ContentPart> parts, ContentKind kind) {
    return parts.stream().anyMatch(part -> part.getKind() == kind);
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
      case "created_at" -> {
        if (in.fitsLong()) {
          reply.setCreated(in.number());
        } else {
          extras.keep(in);
        }
      }
      case "usage" -> {
        if (in.isObject()) {
          usage = in.raw();
        } else {
          extras.keep(in);
        }
      }
      case "status" -> {
        if (in.isString()) {
          status = in.string();
        }
        extras.keep(in);
      }
      case "incomplete_details" -> {
        String raw = in.raw();
        incomplete = Status.why(raw);
        extras.put(field, raw);
      }
      case "output" -> output();
      default -> extras.keep(in);
    }
  }

  private void output() throws IOException {
    if (!in.isArray()) {
      extras.keep(in);
      return;
    }
    outputGiven = true;
    while (in.nextElement()) {
      if (!in.isObject()) {
        in.skip();
        continue;
      }
      var items = new ItemReader(in, new Problems());
      if (items.read() instanceof ItemReader.Item.OfAssistant(List<ContentPart> parts)) {
        choice.getParts().addAll(parts);
        for (ContentPart part : parts) {
          Status.count(part.getRaw(), calls);
        }
      }
    }
  }
}
