package dev.sluice.dialects.gemini;

import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.Choice;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.FinishReason;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one whole answer; one that was read from this dialect as it was. */
final class ReplyWriter {
  private final CanonicalReply reply;
  private final ReplyContext context;
  private final boolean same;
  private final JsonText out = new JsonText(1024);
  private final PartWriter parts;

  ReplyWriter(CanonicalReply reply, ReplyContext context) {
    this.reply = reply;
    this.context = context;
    this.same = reply.getDialect().equals(GeminiDialect.NAME);
    this.parts = new PartWriter(out, same, true, Map.of());
  }

  byte[] write() {
    out.object();
    List<Choice> choices = reply.getChoices().stream().filter(this::isCandidate).toList();
    if (!choices.isEmpty()) {
      out.array("candidates");
      choices.forEach(this::candidate);
      out.endArray();
    }
    if (same) {
      out.fieldIfSet("modelVersion", reply.getModel()).fieldIfSet("responseId", reply.getId());
      out.rawFields(reply.getExtras());
    } else {
      out.field("modelVersion", reply.getModel() == null ? context.model() : reply.getModel());
      out.field("responseId", context.idOr(reply.getId()));
    }
    if (reply.getUsage() != null) {
      GeminiUsage.write(out, reply.getUsage(), context.usageFields());
    }
    return out.endObject().bytes();
  }

  /** A blocked prompt has none. */
  private boolean isCandidate(Choice choice) {
    return !same
        || choice.getFinishText() != null
        || choice.getForm() != ContentForm.ABSENT
        || !reply.getExtras().containsKey(Feedback.FIELD);
  }

  private void candidate(Choice choice) {
    out.object();
    if (same) {
      own(choice);
    } else {
      foreign(choice);
    }
    out.endObject();
  }

  private void own(Choice choice) {
    if (choice.getForm() != ContentForm.ABSENT) {
      out.object("content");
      if (choice.getForm() == ContentForm.PARTS) {
        out.array("parts");
        choice.getParts().forEach(parts::write);
        out.endArray();
      }
      out.rawFields(choice.getMessageExtras()).endObject();
    }
    finish(out, choice.getFinishText());
    out.rawFields(choice.getExtras());
  }

  /** The word of a provider of this dialect, which may be a number. */
  static void finish(JsonText out, @Nullable String word) {
    if (word != null && !word.isEmpty() && word.chars().allMatch(Character::isDigit)) {
      out.rawField("finishReason", word);
    } else {
      out.fieldIfSet("finishReason", word);
    }
  }

  private void foreign(Choice choice) {
    boolean refused = false;
    out.object("content").array("parts");
    for (ContentPart part : choice.getParts()) {
      refused |= part.getKind() == ContentKind.REFUSAL;
      if (shown(part)) {
        parts.write(part);
      }
    }
    out.endArray().field("role", "model").endObject();
    FinishReason reason =
        refused && choice.getFinishReason() == FinishReason.STOP
            ? FinishReason.REFUSAL
            : choice.getFinishReason();
    out.field("finishReason", FinishReasons.word(reason));
    out.field("index", choice.getIndex());
  }

  private static boolean shown(ContentPart part) {
    String text = part.getText();
    return switch (part.getKind()) {
      case TEXT, REFUSAL -> text != null && !text.isEmpty();
      case REASONING -> part.getSignature() != null || (text != null && !text.isEmpty());
      default -> true;
    };
  }
}
