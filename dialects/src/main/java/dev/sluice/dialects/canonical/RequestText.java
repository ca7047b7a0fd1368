package dev.sluice.dialects.canonical;

import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.EmbeddingRequest;
import dev.sluice.schemas.chat.Message;
import dev.sluice.schemas.chat.RerankDocument;
import dev.sluice.schemas.chat.RerankRequest;
import dev.sluice.schemas.chat.ToolDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All text of a request that a provider counts as input: messages, system and tools, or what is to
 * be made into vectors or put in order. Pure.
 */
public final class RequestText {
  /** What every tokenizer takes for one token, for inputs whose tokens are known and words not. */
  private static final String ONE_TOKEN = " a";

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
    if (request.getEmbedding() != null) {
      embedding(text, request.getEmbedding());
    }
    if (request.getRerank() != null) {
      rerank(text, request.getRerank());
    }
    return text.toString();
  }

  private static void embedding(StringBuilder text, EmbeddingRequest embedding) {
    embedding.getTexts().forEach(input -> append(text, input));
    for (List<Integer> tokens : embedding.getTokens()) {
      text.repeat(ONE_TOKEN, tokens.size());
    }
  }

  /** Each document is read together with the query. */
  private static void rerank(StringBuilder text, RerankRequest rerank) {
    for (RerankDocument document : rerank.getDocuments()) {
      append(text, rerank.getQuery());
      append(text, document.getText());
    }
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
