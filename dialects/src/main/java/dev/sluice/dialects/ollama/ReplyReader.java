package dev.sluice.dialects.ollama;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.Choice;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;

/** Makes one whole reply of what was read. */
final class ReplyReader {
  private ReplyReader() {}

  static CanonicalReply reply(WireReply wire) {
    CanonicalReply reply = Canonical.reply(OllamaDialect.NAME);
    reply.setModel(wire.model());
    reply.setCreated(wire.created());
    reply.setExtras(wire.extras());
    reply.setUsage(OllamaUsage.of(wire.usage()));
    Choice choice = Canonical.choice(0);
    String thinking = wire.thinking();
    if (thinking != null && !thinking.isEmpty()) {
      ContentPart part = Canonical.part(ContentKind.REASONING);
      part.setText(thinking);
      choice.getParts().add(part);
    }
    String content = wire.content();
    if (content != null && !content.isEmpty()) {
      choice.getParts().add(Canonical.text(content));
    }
    int number = 0;
    for (WireReply.Call call : wire.calls()) {
      ContentPart part = Canonical.part(ContentKind.TOOL_CALL);
      part.setToolCallId(wire.idOf(call, number++));
      part.setToolName(call.name());
      part.setArguments(call.arguments());
      choice.getParts().add(part);
    }
    choice.setFinishText(wire.doneReason());
    choice.setFinishReason(FinishReasons.of(wire.doneReason(), number > 0));
    reply.getChoices().add(choice);
    return reply;
  }
}
