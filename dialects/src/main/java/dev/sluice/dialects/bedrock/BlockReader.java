package dev.sluice.dialects.bedrock;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads content blocks. A block is an object with one field, which tells its kind. */
final class BlockReader {
  private final JsonCursor in;
  private final ModelFamily family;

  BlockReader(JsonCursor in, ModelFamily family) {
    this.in = in;
    this.family = family;
  }

  /** Reads the block under the cursor, an object; one that is not known is kept whole. */
  ContentPart block() throws IOException {
    int from = in.offset();
    ContentPart part = null;
    while (in.nextField()) {
      switch (in.field()) {
        case "text" -> part = in.isString() ? Canonical.text(in.string()) : skipped(part);
        case "toolUse" -> part = in.isObject() ? toolUse() : skipped(part);
        case "reasoningContent" -> part = in.isObject() ? reasoning() : skipped(part);
        case "citationsContent" -> part = in.isObject() ? cited() : skipped(part);
        default -> in.skip();
      }
    }
    return part == null ? Canonical.providerPart(BedrockDialect.NAME, in.rawFrom(from)) : part;
  }

  private @Nullable ContentPart skipped(@Nullable ContentPart part) throws IOException {
    in.skip();
    return part;
  }

  private ContentPart toolUse() throws IOException {
    ContentPart call = Canonical.part(ContentKind.TOOL_CALL);
    call.setArguments("{}");
    while (in.nextField()) {
      switch (in.field()) {
        case "toolUseId" -> call.setToolCallId(in.stringOrSkip());
        case "name" -> call.setToolName(in.stringOrSkip());
        case "input" -> {
          if (in.isNull()) {
            in.skip();
          } else {
            call.setArguments(in.raw());
          }
        }
        default -> in.skip();
      }
    }
    return call;
  }

  private ContentPart reasoning() throws IOException {
    ContentPart part = Canonical.part(ContentKind.REASONING);
    part.setText("");
    while (in.nextField()) {
      switch (in.field()) {
        case "reasoningText" -> reasoningText(part);
        case "redactedContent" -> {
          String hidden = in.stringOrSkip();
          if (hidden != null) {
            part.setKind(ContentKind.REDACTED_REASONING);
            part.setText(null);
            part.setRedactedData(Proofs.hidden(hidden, family));
          }
        }
        default -> in.skip();
      }
    }
    return part;
  }

  private void reasoningText(ContentPart part) throws IOException {
    if (!in.isObject()) {
      in.skip();
      return;
    }
    while (in.nextField()) {
      switch (in.field()) {
        case "text" -> {
          String text = in.stringOrSkip();
          part.setText(text == null ? "" : text);
        }
        case "signature" -> {
          String signature = in.stringOrSkip();
          if (signature != null && !signature.isEmpty()) {
            part.setSignature(Proofs.signature(signature, family));
          }
        }
        default -> in.skip();
      }
    }
  }

  /** Generated text whose citations are kept beside it. */
  private ContentPart cited() throws IOException {
    var text = new StringBuilder();
    var others = new Bag();
    while (in.nextField()) {
      if (in.field().equals("content") && in.isArray()) {
        while (in.nextElement()) {
          citedText(text);
        }
      } else {
        others.keep(in);
      }
    }
    ContentPart part = Canonical.text(text.toString());
    part.setExtras(others.fields());
    return part;
  }

  private void citedText(StringBuilder text) throws IOException {
    if (!in.isObject()) {
      in.skip();
      return;
    }
    while (in.nextField()) {
      String piece = in.field().equals("text") ? in.stringOrSkip() : null;
      if (piece != null) {
        text.append(piece);
      } else if (!in.isString()) {
        in.skip();
      }
    }
  }
}
