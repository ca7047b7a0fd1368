package dev.sluice.dialects.openai;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.Choice;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.chat.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads one whole reply, leniently: what has an unexpected type is kept as unknown. */
final class ReplyReader {
  private final JsonCursor in;
  private final String provider;
  private final CanonicalReply reply = Canonical.reply(OpenAiDialect.NAME);
  private final Bag extras = new Bag();
  private final PartReader parts;
  private boolean choicesGiven;

  ReplyReader(JsonCursor in, String provider) {
    this.in = in;
    this.provider = provider;
    this.parts = new PartReader(in, new Problems());
  }

  /** Whether the answer had choices at all. */
  boolean choicesGiven() {
    return choicesGiven;
  }

  CanonicalReply read() throws IOException {
    while (in.nextField()) {
      switch (in.field()) {
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
        case "created" -> {
          if (in.fitsLong()) {
            reply.setCreated(in.number());
          } else {
            extras.keep(in);
          }
        }
        case "usage" -> {
          if (in.isObject()) {
            reply.setUsage(OpenAiUsage.read(in.raw(), provider));
          } else {
            extras.keep(in);
          }
        }
        case "choices" -> choices();
        default -> extras.keep(in);
      }
    }
    in.end();
    reply.setExtras(extras.fields());
    return reply;
  }

  private void choices() throws IOException {
    if (!in.isArray()) {
      extras.keep(in);
      return;
    }
    choicesGiven = true;
    while (in.nextElement()) {
      if (in.isObject()) {
        reply.getChoices().add(choice());
      } else {
        in.skip();
      }
    }
  }

  private Choice choice() throws IOException {
    Choice choice = Canonical.choice(reply.getChoices().size());
    choice.setRole(Role.UNKNOWN);
    choice.setMessageAbsent(true);
    var others = new Bag();
    while (in.nextField()) {
      switch (in.field()) {
        case "index" -> {
          Long index = in.longOrSkip();
          if (index != null && index >= 0 && index <= Integer.MAX_VALUE) {
            choice.setIndex(index.intValue());
          }
        }
        case "message" -> {
          if (in.isObject()) {
            choice.setMessageAbsent(false);
            message(choice);
          } else {
            others.keep(in);
          }
        }
        case "finish_reason" -> {
          if (in.isString()) {
            choice.setFinishText(in.string());
            choice.setFinishReason(FinishReasons.of(in.string()));
          } else {
            others.keep(in);
          }
        }
        case "logprobs" -> {
          if (in.isObject()) {
            choice.setLogprobs(in.raw());
          } else {
            others.keep(in);
          }
        }
        default -> others.keep(in);
      }
    }
    choice.setExtras(others.fields());
    if (choice.getFinishReason() == FinishReason.STOP && hasToolCall(choice)) {
      choice.setFinishReason(FinishReason.TOOL_CALLS);
    }
    return choice;
  }

  private static boolean hasToolCall(Choice choice) {
    return choice.getParts().stream().anyMatch(part -> part.getKind() == ContentKind.TOOL_CALL);
  }

  private void message(Choice choice) throws IOException {
    var others = new Bag();
    List<ContentPart> content = new ArrayList<>(1);
    List<ContentPart> toolCalls = new ArrayList<>(0);
    choice.setForm(ContentForm.ABSENT);
    while (in.nextField()) {
      String field = in.field();
      switch (field) {
        case "role" -> {
          Role role = in.isString() ? Roles.of(in.string()) : Role.UNKNOWN;
          choice.setRole(role);
          if (role == Role.UNKNOWN) {
            others.keep(in);
          }
        }
        case "content" -> choice.setForm(content(choice, content, others));
        case "refusal" -> aside(choice, ContentKind.REFUSAL, others);
        case "reasoning_content", "reasoning" -> aside(choice, ContentKind.REASONING, others);
        case "tool_calls" -> toolCalls(toolCalls, others);
        default -> others.keep(in);
      }
    }
    choice.setMessageExtras(others.fields());
    choice.getParts().addAll(content);
    choice.getParts().addAll(toolCalls);
  }

  private ContentForm content(Choice choice, List<ContentPart> content, Bag others)
      throws IOException {
    if (in.isString()) {
      content.add(Canonical.text(in.string()));
      return ContentForm.STRING;
    }
    if (in.isNull()) {
      return ContentForm.NULL;
    }
    if (in.isArray()) {
      return list(in.raw(), choice, content, others);
    }
    others.keep(in);
    return ContentForm.ABSENT;
  }

  private static ContentForm list(String raw, Choice choice, List<ContentPart> content, Bag others)
      throws IOException {
    ContentChunks chunks = ContentChunks.of(raw);
    if (chunks == null) {
      try (JsonCursor list = JsonCursor.ofValue(raw)) {
        var reader = new PartReader(list, new Problems());
        while (list.nextElement()) {
          reader.read(content);
        }
      }
      return ContentForm.PARTS;
    }
    String thinking = chunks.thinking();
    if (thinking != null && choice.getParts().isEmpty()) {
      ContentPart part = Canonical.part(ContentKind.REASONING);
      part.setWireField("reasoning_content");
      part.setText(thinking);
      choice.getParts().add(part);
    }
    String references = chunks.references();
    if (references != null) {
      others.put(ContentChunks.REFERENCES, references);
    }
    String text = chunks.text();
    content.add(Canonical.text(text == null ? "" : text));
    return ContentForm.STRING;
  }

  private void aside(Choice choice, ContentKind kind, Bag others) throws IOException {
    if (!in.isString()) {
      others.keep(in);
      return;
    }
    ContentPart part = Canonical.part(kind);
    part.setWireField(in.field());
    part.setText(in.string());
    choice.getParts().add(part);
  }

  private void toolCalls(List<ContentPart> toolCalls, Bag others) throws IOException {
    if (!in.isArray()) {
      others.keep(in);
      return;
    }
    int count = 0;
    while (in.nextElement()) {
      count++;
      if (in.isObject()) {
        toolCalls.add(parts.toolCall());
      } else {
        in.skip();
      }
    }
    if (count == 0) {
      others.put("tool_calls", "[]");
    }
  }
}
