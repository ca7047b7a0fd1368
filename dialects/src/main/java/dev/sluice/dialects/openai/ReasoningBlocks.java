package dev.sluice.dialects.openai;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reasoning that carries a proof has no place in OpenAI's messages. It goes to the caller as the
 * field {@value #FIELD} beside the plain {@code reasoning_content}, and a caller that returns the
 * message as it got it gives the proof back.
 */
final class ReasoningBlocks {
  static final String FIELD = "thinking_blocks";

  private ReasoningBlocks() {}

  static List<ContentPart> read(JsonCursor in) throws IOException {
    List<ContentPart> parts = new ArrayList<>();
    while (in.nextElement()) {
      if (in.isObject()) {
        parts.add(block(in));
      } else {
        in.skip();
      }
    }
    return parts;
  }

  private static ContentPart block(JsonCursor in) throws IOException {
    ContentPart part = Canonical.part(ContentKind.REASONING);
    part.setWireField(FIELD);
    var extras = new Bag();
    while (in.nextField()) {
      switch (in.field()) {
        case "type" -> {
          if ("redacted_thinking".equals(in.stringOrSkip())) {
            part.setKind(ContentKind.REDACTED_REASONING);
          }
        }
        case "thinking" -> part.setText(in.stringOrSkip());
        case "signature" -> part.setSignature(in.stringOrSkip());
        case "data" -> part.setRedactedData(in.stringOrSkip());
        default -> extras.keep(in);
      }
    }
    part.setExtras(extras.fields());
    return part;
  }

  /** Whether the part needs a block, because plain text would lose something. */
  static boolean needed(ContentPart part) {
    return part.getKind() == ContentKind.REDACTED_REASONING
        || (part.getKind() == ContentKind.REASONING && part.getSignature() != null);
  }

  static void write(JsonText out, ContentPart part) {
    out.object();
    if (part.getKind() == ContentKind.REDACTED_REASONING) {
      out.field("type", "redacted_thinking").fieldIfSet("data", part.getRedactedData());
    } else {
      out.field("type", "thinking");
      out.field("thinking", part.getText() == null ? "" : part.getText());
      out.fieldIfSet("signature", part.getSignature());
    }
    out.endObject();
  }
}
