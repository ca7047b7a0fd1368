package dev.sluice.dialects.openai.embeddings;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.api.WholeDialect;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.openai.Quirks;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.EmbeddingRequest;
import dev.sluice.schemas.chat.Operation;
import java.io.IOException;
import java.util.Optional;

/** OpenAI's embeddings as a provider speaks them. */
public final class OpenAiEmbeddings extends WholeDialect {
  /** Embeddings beside this chat. */
  public OpenAiEmbeddings(ProviderDialect chat) {
    super(chat, Operation.EMBEDDING);
  }

  @Override
  public Optional<String> obstacle(CanonicalRequest request, ProviderCall call) {
    EmbeddingRequest embedding = request.getEmbedding();
    boolean tokens = embedding != null && !embedding.getTokens().isEmpty();
    return tokens && !Quirks.of(call.provider()).vectors().tokens()
        ? Optional.of("takes no token ids as input. Send the texts themselves.")
        : Optional.empty();
  }

  @Override
  public String path(CanonicalRequest request, ProviderCall call) {
    return Quirks.of(call.provider()).embeddingsPath();
  }

  @Override
  public WrittenRequest request(CanonicalRequest request, ProviderCall call) {
    return new RequestWriter(request, call).write();
  }

  @Override
  protected Optional<CanonicalReply> read(ProviderCall call, JsonCursor in) throws IOException {
    return ReplyReader.read(in, call.provider());
  }
}
