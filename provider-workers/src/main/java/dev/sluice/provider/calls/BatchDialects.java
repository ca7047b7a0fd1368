package dev.sluice.provider.calls;

import dev.sluice.dialects.api.ClientDialect;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.dialects.openai.embeddings.EmbeddingsCaller;
import dev.sluice.dialects.openai.rerank.RerankCaller;
import java.util.Map;

/** What batch authors speak, by {@code Payload.encoding}. */
final class BatchDialects {
  private static final ClientDialect CHAT = new OpenAiDialect();
  private static final Map<String, ClientDialect> BY_ENCODING =
      Map.of(
          "openai-chat/json",
          CHAT,
          "openai-embeddings/json",
          new EmbeddingsCaller(),
          "rerank/json",
          new RerankCaller());

  private BatchDialects() {}

  static boolean know(String encoding) {
    return BY_ENCODING.containsKey(encoding);
  }

  /** The dialect of that encoding, that of chats where it is not known. */
  static ClientDialect of(String encoding) {
    return BY_ENCODING.getOrDefault(encoding, CHAT);
  }
}
