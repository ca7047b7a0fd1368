package dev.sluice.dialects.anthropic;

import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.canonical.ForeignProofs;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.Choice;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.FinishReason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Writes one whole message, of the first choice; one that was read from this dialect as it was. */
final class ReplyWriter {
  private final CanonicalReply reply;
  private final ReplyContext context;
  private final boolean same;
  private final JsonText out = new JsonText(1024);

  ReplyWriter(CanonicalReply reply, ReplyContext context) {
    this.reply = reply;
    this.context = context;
    this.same = reply.getDialect().equals(AnthropicDialect.NAME);
  }

  byte[] write() {
    out.object();
    if (same) {
      out.fieldIfSet("id", reply.getId()).fieldIfSet("model", reply.getModel());
      out.rawFields(reply.getExtras());
    } else {
      out.field("id", context.idOr(reply.getId()));
      out.field("type", "message").field("role", "assistant");
      out.field("model", reply.getModel() == null ? context.model() : reply.getModel());
    }
    if (!reply.getChoices().isEmpty()) {
      choice(reply.getChoices().getFirst());
    }
    if (!same || reply.getUsage() != null) {
      AnthropicUsage.write(out, reply.getUsage(), context.usageFields());
    }
    return out.endObject().bytes();
  }

  private void choice(Choice choice) {
    List<ContentPart> parts =
        same ? new ArrayList<>(choice.getParts()) : ForeignProofs.lifted(choice.getParts());
    parts.removeIf(this::unshown);
    String madeUp = BlockWriter.madeUp(context.requestId());
    new BlockWriter(out, same, new HashSet<>(), madeUp)
        .content("content", parts, ContentForm.PARTS);
    if (same) {
      out.fieldIfSet("stop_reason", choice.getFinishText());
      out.fieldIfSet("stop_sequence", choice.getStopSequence());
      return;
    }
    boolean refused =
        choice.getFinishReason() == FinishReason.STOP && has(parts, ContentKind.REFUSAL);
    boolean calls =
        choice.getFinishReason() == FinishReason.STOP && has(parts, ContentKind.TOOL_CALL);
    FinishReason reason = choice.getFinishReason();
    if (refused) {
      reason = FinishReason.REFUSAL;
    } else if (calls) {
      reason = FinishReason.TOOL_CALLS;
    }
    String sequence = choice.getStopSequence();
    out.field("stop_reason", StopReasons.word(reason, sequence != null));
    out.rawField("stop_sequence", sequence == null ? "null" : JsonText.quoted(sequence));
  }

  private static boolean has(List<ContentPart> parts, ContentKind kind) {
    return parts.stream().anyMatch(part -> part.getKind() == kind);
  }

  /** Empty texts of other dialects, and what is in other fields of this one. */
  private boolean unshown(ContentPart part) {
    if (same) {
      return "stop_details".equals(part.getWireField());
    }
    String text = part.getText();
    return part.getKind() == ContentKind.TEXT && (text == null || text.isEmpty());
  }
}
