package dev.sluice.dialects.responses;

import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.canonical.ForeignProofs;
import dev.sluice.dialects.canonical.Signatures;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.Choice;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one whole response, of the first choice; one that was read from this dialect as it was.
 */
final class ReplyWriter {
  private final CanonicalReply reply;
  private final ReplyContext context;
  private final List<String> items = new ArrayList<>();

  ReplyWriter(CanonicalReply reply, ReplyContext context) {
    this.reply = reply;
    this.context = context;
  }

  byte[] write() {
    return reply.getDialect().equals(ResponsesDialect.NAME) ? same() : other();
  }

  private byte[] same() {
    JsonText out = new JsonText(2048).object();
    out.fieldIfSet("id", reply.getId()).fieldIfSet("created_at", reply.getCreated());
    out.fieldIfSet("model", reply.getModel()).rawFields(reply.getExtras());
    out.array("output");
    var writer = new ItemWriter(out, true, true, new LinkedHashSet<>());
    reply.getChoices().forEach(choice -> writer.assistant(choice.getParts()));
    out.endArray();
    if (reply.getUsage() != null) {
      ResponsesUsage.write(out, reply.getUsage(), context.usageFields());
    }
    return out.endObject().bytes();
  }

  private byte[] other() {
    String incomplete = null;
    if (!reply.getChoices().isEmpty()) {
      Choice choice = reply.getChoices().getFirst();
      incomplete = Status.incomplete(choice.getFinishReason());
      String status = incomplete == null ? "completed" : "incomplete";
      for (ContentPart part : ForeignProofs.lifted(choice.getParts())) {
        item(part, status);
      }
    }
    var response =
        new ResponseObject(
            context.idOr(reply.getId()),
            reply.getCreated() == null ? context.createdSeconds() : reply.getCreated(),
            reply.getModel() == null ? context.model() : reply.getModel());
    var state =
        new ResponseObject.State(
            incomplete == null ? "completed" : "incomplete",
            incomplete,
            null,
            items,
            reply.getUsage(),
            context.usageFields());
    return response.text(state, context).getBytes(StandardCharsets.UTF_8);
  }

  private void item(ContentPart part, String status) {
    String text = part.getText();
    switch (part.getKind()) {
      case REASONING, REDACTED_REASONING ->
          items.add(
              OutputItems.reasoning(
                  reasoningId(part.getSignature()), text, EncryptedContent.write(part)));
      case TEXT, REFUSAL -> {
        if (text != null && !text.isEmpty()) {
          boolean refusal = part.getKind() == ContentKind.REFUSAL;
          items.add(OutputItems.message(id("msg"), status, OutputItems.part(refusal, text)));
        }
      }
      case TOOL_CALL -> {
        String callId = part.getToolCallId();
        String arguments = part.getArguments();
        items.add(
            OutputItems.call(
                id("fc"),
                "completed",
                callId == null || callId.isEmpty() ? context.callId(items.size()) : callId,
                part.getToolName(),
                arguments == null || arguments.isBlank() ? "{}" : arguments));
      }
      case IMAGE, AUDIO, VIDEO, FILE, TOOL_RESULT, PROVIDER, UNKNOWN -> {}
    }
  }

  private String reasoningId(@Nullable String proof) {
    return proof != null && Signatures.isOpenAi(proof) && !Signatures.itemOfOpenAi(proof).isEmpty()
        ? Signatures.itemOfOpenAi(proof)
        : id("rs");
  }

  private String id(String kind) {
    return kind + '_' + context.requestId() + '_' + items.size();
  }
}
