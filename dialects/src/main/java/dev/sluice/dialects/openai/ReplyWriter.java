package dev.sluice.dialects.openai;

import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.Choice;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.chat.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one whole reply; one that was read from this dialect as it was. */
final class ReplyWriter {
  private final CanonicalReply reply;
  private final ReplyContext context;
  private final boolean same;
  private final JsonText out = new JsonText(1024);
  private final ContentWriter content;

  ReplyWriter(CanonicalReply reply, ReplyContext context) {
    this.reply = reply;
    this.context = context;
    this.same = reply.getDialect().equals(OpenAiDialect.NAME);
    this.content = new ContentWriter(out, same, same ? null : context::callId);
  }

  byte[] write() {
    out.object();
    if (same) {
      out.fieldIfSet("id", reply.getId());
      out.fieldIfSet("created", reply.getCreated());
      out.fieldIfSet("model", reply.getModel());
      out.rawFields(reply.getExtras());
    } else {
      out.field("id", context.idOr(reply.getId()));
      out.field("object", "chat.completion");
      out.field(
          "created", reply.getCreated() == null ? context.createdSeconds() : reply.getCreated());
      out.field("model", reply.getModel() == null ? context.model() : reply.getModel());
    }
    out.array("choices");
    for (Choice choice : reply.getChoices()) {
      choice(choice);
    }
    out.endArray();
    if (reply.getUsage() != null && OpenAiUsage.known(reply.getUsage())) {
      OpenAiUsage.write(out, reply.getUsage(), context.usageFields());
    }
    return out.endObject().bytes();
  }

  private void choice(Choice choice) {
    out.object().field("index", choice.getIndex());
    if (!choice.getMessageAbsent()) {
      out.object("message");
      message(choice);
      out.endObject();
    }
    if (same) {
      out.rawFieldIfSet("logprobs", choice.getLogprobs());
      out.fieldIfSet("finish_reason", choice.getFinishText());
      out.rawFields(choice.getExtras());
    } else {
      out.rawField("logprobs", choice.getLogprobs() == null ? "null" : choice.getLogprobs());
      out.field("finish_reason", FinishReasons.word(reason(choice)));
    }
    out.endObject();
  }

  private static FinishReason reason(Choice choice) {
    FinishReason reason = choice.getFinishReason();
    boolean calls =
        choice.getParts().stream().anyMatch(part -> part.getKind() == ContentKind.TOOL_CALL);
    return calls && reason == FinishReason.UNKNOWN ? FinishReason.TOOL_CALLS : reason;
  }

  private void message(Choice choice) {
    List<ContentPart> parts = choice.getParts();
    if (!same || choice.getRole() != Role.UNKNOWN) {
      out.field("role", Roles.word(choice.getRole()));
    }
    if (same) {
      content.write(parts, choice.getForm(), "");
    } else {
      text(parts);
    }
    refusal(parts);
    reasoning(parts);
    content.toolCalls(parts);
    content.proof(ExtraContent.ofTexts(parts));
    if (same) {
      out.rawFields(choice.getMessageExtras());
    } else {
      blocks(parts);
    }
  }

  /** Answers of other dialects: their texts in one, null where there is none. */
  private void text(List<ContentPart> parts) {
    List<ContentPart> texts =
        parts.stream().filter(part -> part.getKind() == ContentKind.TEXT).toList();
    if (texts.isEmpty()) {
      out.nullField("content");
    } else {
      content.write(texts, ContentForm.STRING, "");
    }
  }

  private void refusal(List<ContentPart> parts) {
    String refusal = null;
    for (ContentPart part : parts) {
      if (part.getKind() == ContentKind.REFUSAL && (!same || part.getWireField() != null)) {
        refusal = part.getText();
      }
    }
    if (refusal != null) {
      out.field("refusal", refusal);
    } else if (!same) {
      out.nullField("refusal");
    }
  }

  private void reasoning(List<ContentPart> parts) {
    StringBuilder joined = null;
    for (ContentPart part : parts) {
      String text = part.getText();
      if (part.getKind() != ContentKind.REASONING || text == null) {
        continue;
      }
      String field = part.getWireField();
      if (same && field != null) {
        out.field(field, text);
      } else {
        joined = joined == null ? new StringBuilder() : joined.append("\n\n");
        joined.append(text);
      }
    }
    if (joined != null) {
      out.field("reasoning_content", joined.toString());
    }
  }

  private void blocks(List<ContentPart> parts) {
    list(ReasoningBlocks.FIELD, parts.stream().filter(ReasoningBlocks::needed).toList());
    list(
        ProviderBlocks.FIELD,
        parts.stream().filter(part -> part.getKind() == ContentKind.PROVIDER).toList());
  }

  private void list(String field, List<ContentPart> parts) {
    if (parts.isEmpty()) {
      return;
    }
    out.array(field);
    for (ContentPart part : parts) {
      @Nullable String raw = part.getRaw();
      if (part.getKind() != ContentKind.PROVIDER) {
        ReasoningBlocks.write(out, part);
      } else if (raw != null) {
        ProviderBlocks.write(out, part.getDialect(), raw);
      }
    }
    out.endArray();
  }
}
