package dev.sluice.dialects.openai;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.ContentPart;
import java.io.IOException;
import java.util.List;

/**
 * Blocks that only another dialect knows, such as the tools that a provider ran by itself, go to
 * the caller as the field {@value #FIELD} of the message, each with its dialect; returned, they go
 * back to a provider of that dialect.
 */
final class ProviderBlocks {
  static final String FIELD = "provider_blocks";

  private ProviderBlocks() {}

  static void read(JsonCursor in, List<ContentPart> parts) throws IOException {
    if (!in.isArray()) {
      in.skip();
      return;
    }
    while (in.nextElement()) {
      if (in.isObject()) {
        block(in, parts);
      } else {
        in.skip();
      }
    }
  }

  private static void block(JsonCursor in, List<ContentPart> parts) throws IOException {
    String dialect = null;
    String raw = null;
    while (in.nextField()) {
      switch (in.field()) {
        case "dialect" -> dialect = in.stringOrSkip();
        case "block" -> raw = in.raw();
        default -> in.skip();
      }
    }
    if (dialect != null && raw != null) {
      ContentPart part = Canonical.providerPart(dialect, raw);
      part.setWireField(FIELD);
      parts.add(part);
    }
  }

  static void write(JsonText out, String dialect, String raw) {
    out.object().field("dialect", dialect).rawField("block", raw).endObject();
  }
}
