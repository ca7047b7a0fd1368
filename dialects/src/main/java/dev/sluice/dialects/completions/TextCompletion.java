package dev.sluice.dialects.completions;

import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.openai.OpenAiUsage;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.Choice;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.FinishReason;
import org.jspecify.annotations.Nullable;

/** Objects of the type {@code text_completion}. */
final class TextCompletion {
  private TextCompletion() {}

  /** A whole reply; what is not text has no place in it. */
  static byte[] of(CanonicalReply reply, ReplyContext context) {
    JsonText out =
        head(
            context.idOr(reply.getId()),
            reply.getCreated() == null ? context.createdSeconds() : reply.getCreated(),
            reply.getModel() == null ? context.model() : reply.getModel());
    for (Choice choice : reply.getChoices()) {
      var text = new StringBuilder();
      for (ContentPart part : choice.getParts()) {
        boolean said = part.getKind() == ContentKind.TEXT || part.getKind() == ContentKind.REFUSAL;
        text.append(said && part.getText() != null ? part.getText() : "");
      }
      choice(out, choice.getIndex(), text.toString(), finish(choice.getFinishReason()));
    }
    out.endArray();
    OpenAiUsage.writeIfKnown(out, reply.getUsage(), context.usageFields());
    return out.endObject().bytes();
  }

  /** The object, open within its choices. */
  static JsonText head(String id, long created, String model) {
    JsonText out = new JsonText(512).object().field("id", id).field("object", "text_completion");
    return out.field("created", created).field("model", model).array("choices");
  }

  static void choice(JsonText out, int index, String text, @Nullable String finish) {
    out.object().field("text", text).field("index", index).nullField("logprobs");
    if (finish == null) {
      out.nullField("finish_reason");
    } else {
      out.field("finish_reason", finish);
    }
    out.endObject();
  }

  static String finish(FinishReason reason) {
    return switch (reason) {
      case LENGTH -> "length";
      case CONTENT_FILTER, REFUSAL -> "content_filter";
      case STOP, TOOL_CALLS, PAUSE, ERROR, UNKNOWN -> "stop";
    };
  }
}
