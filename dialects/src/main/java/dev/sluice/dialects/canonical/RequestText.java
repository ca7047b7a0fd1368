package dev.sluice.dialects.canonical;

import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.Message;
import dev.sluice.schemas.chat.ToolDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All text of a request that a provider counts as input: messages, system, tools. Pure. */
public final class RequestText {
  private RequestText() {}

  /** Its text, empty where it has none. */
  public static String of(CanonicalRequest request) {
    var text = new StringBuilder();
    parts(text, request.getSystem());
    for (Message message : request.getMessages()) {
      parts(text, message.getParts());
    }
    for (ToolDefinition tool : request.getTools()) {
      append(text, tool.getName());
      append(text, tool.getDescription());
      append(text, tool.getParametersSchema());
      append(text, tool.getRaw());
    }
    return text.toString();
  }

  private static void parts(StringBuilder text, List<ContentPart> parts) {
    for (ContentPart part : parts) {
      append(text, part.getText());
      append(text, part.getToolName());
      append(text, part.getArguments());
      append(text, part.getRaw());
      parts(text, part.getParts());
    }
  }

  private static void append(StringBuilder text, @Nullable String piece) {
    if (piece != null && !piece.isEmpty()) {
      text.append(piece).append('\n');
    }
  }
}
