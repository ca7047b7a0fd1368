package dev.sluice.dialects.cohere;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.Choice;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.FinishReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one whole reply. The plan that comes beside tool calls is reasoning; citations are kept as
 * they are.
 */
final class ReplyReader {
  private final JsonCursor in;
  private final CanonicalReply reply = Canonical.reply(CohereDialect.NAME);
  private final Choice choice = Canonical.choice(0);
  private final Bag extras = new Bag();
  private boolean messageGiven;

  ReplyReader(JsonCursor in) {
    this.in = in;
  }

  /** Whether the answer had a message at all, be it empty. */
  boolean messageGiven() {
    return messageGiven;
  }

  /** Whether the provider gave up before it had said anything. */
  boolean broken() {
    return choice.getFinishReason() == FinishReason.ERROR && choice.getParts().isEmpty();
  }

  CanonicalReply read() throws IOException {
    reply.getChoices().add(choice);
    while (in.nextField()) {
      switch (in.field()) {
        case "id" -> {
          if (in.isString()) {
            reply.setId(in.string());
          } else {
            extras.keep(in);
          }
        }
        case "message" -> {
          if (in.isObject()) {
            messageGiven = true;
            message();
          } else {
            extras.keep(in);
          }
        }
        case "finish_reason" -> {
          if (in.isString()) {
            choice.setFinishText(in.string());
            choice.setFinishReason(FinishReasons.of(in.string()));
          } else {
            extras.keep(in);
          }
        }
        case "usage" -> {
          if (in.isObject()) {
            reply.setUsage(CohereUsage.read(in.raw()));
          } else {
            extras.keep(in);
          }
        }
        default -> extras.keep(in);
      }
    }
    in.end();
    reply.setExtras(extras.fields());
    boolean calls =
        choice.getParts().stream().anyMatch(part -> part.getKind() == ContentKind.TOOL_CALL);
    if (calls && choice.getFinishReason() == FinishReason.STOP) {
      choice.setFinishReason(FinishReason.TOOL_CALLS);
    }
    return reply;
  }

  private void message() throws IOException {
    var others = new Bag();
    List<ContentPart> plan = new ArrayList<>(1);
    List<ContentPart> content = new ArrayList<>(2);
    List<ContentPart> calls = new ArrayList<>(0);
    while (in.nextField()) {
      switch (in.field()) {
        case "role" -> in.skip();
        case "tool_plan" -> plan(plan, others);
        case "content" -> content(content, others);
        case "tool_calls" -> calls(calls, others);
        default -> others.keep(in);
      }
    }
    choice.setMessageExtras(others.fields());
    choice.getParts().addAll(plan);
    choice.getParts().addAll(content);
    choice.getParts().addAll(calls);
  }

  private void plan(List<ContentPart> plan, Bag others) throws IOException {
    if (!in.isString()) {
      others.keep(in);
    } else if (!in.string().isEmpty()) {
      ContentPart part = Canonical.part(ContentKind.REASONING);
      part.setWireField("tool_plan");
      part.setText(in.string());
      plan.add(part);
    }
  }

  private void content(List<ContentPart> content, Bag others) throws IOException {
    if (in.isString()) {
      content.add(Canonical.text(in.string()));
    } else if (in.isArray()) {
      while (in.nextElement()) {
        if (in.isObject()) {
          content.add(part());
        } else {
          in.skip();
        }
      }
    } else {
      others.keep(in);
    }
  }

  private ContentPart part() throws IOException {
    int from = in.offset();
    ContentPart part = Canonical.part(ContentKind.UNKNOWN);
    var others = new Bag();
    String type = null;
    while (in.nextField()) {
      switch (in.field()) {
        case "type" -> type = in.stringOrSkip();
        case "text", "thinking" -> part.setText(in.stringOrSkip());
        default -> others.keep(in);
      }
    }
    if (part.getText() != null && "text".equals(type)) {
      part.setKind(ContentKind.TEXT);
    } else if (part.getText() != null && "thinking".equals(type)) {
      part.setKind(ContentKind.REASONING);
    } else {
      return Canonical.providerPart(CohereDialect.NAME, in.rawFrom(from));
    }
    part.setExtras(others.fields());
    return part;
  }

  private void calls(List<ContentPart> calls, Bag others) throws IOException {
    if (!in.isArray()) {
      others.keep(in);
      return;
    }
    while (in.nextElement()) {
      if (in.isObject()) {
        calls.add(call());
      } else {
        in.skip();
      }
    }
  }

  private ContentPart call() throws IOException {
    ContentPart call = Canonical.part(ContentKind.TOOL_CALL);
    call.setArguments(Arguments.NONE);
    while (in.nextField()) {
      switch (in.field()) {
        case "id" -> call.setToolCallId(in.stringOrSkip());
        case "function" -> function(call);
        default -> in.skip();
      }
    }
    return call;
  }

  private void function(ContentPart call) throws IOException {
    if (!in.isObject()) {
      in.skip();
      return;
    }
    while (in.nextField()) {
      switch (in.field()) {
        case "name" -> call.setToolName(in.stringOrSkip());
        case "arguments" ->
            call.setArguments(Arguments.read(in.isObject() ? in.raw() : in.stringOrSkip()));
        default -> in.skip();
      }
    }
  }
}
