package dev.sluice.dialects.gemini.embeddings;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.api.WholeDialect;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.gemini.ModelPath;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.EmbeddingRequest;
import dev.sluice.schemas.chat.Operation;
import java.io.IOException;
import java.util.Optional;

/** Gemini's {@code embedContent}, and {@code batchEmbedContents} for more than one input. */
public final class GeminiEmbeddings extends WholeDialect {
  /** More requests are refused in one batch. */
  static final int MOST_INPUTS = 100;

  /** Embeddings beside this chat. */
  public GeminiEmbeddings(ProviderDialect chat) {
    super(chat, Operation.EMBEDDING);
  }

  @Override
  public Optional<String> obstacle(CanonicalRequest request, ProviderCall call) {
    EmbeddingRequest embedding = request.getEmbedding();
    if (embedding != null && !embedding.getTokens().isEmpty()) {
      return Optional.of("takes no token ids as input. Send the texts themselves.");
    }
    int inputs = inputs(request);
    return inputs > MOST_INPUTS
        ? Optional.of(
            "takes at most %d inputs a call, and these are %d. Send fewer at a time."
                .formatted(MOST_INPUTS, inputs))
        : Optional.empty();
  }

  private static int inputs(CanonicalRequest request) {
    EmbeddingRequest embedding = request.getEmbedding();
    return embedding == null ? 0 : embedding.getTexts().size();
  }

  @Override
  public String path(CanonicalRequest request, ProviderCall call) {
    String method = inputs(request) == 1 ? ":embedContent" : ":batchEmbedContents";
    return ModelPath.of(call.model()) + method;
  }

  @Override
  public WrittenRequest request(CanonicalRequest request, ProviderCall call) {
    return new RequestWriter(request, call).write();
  }

  @Override
  protected Optional<CanonicalReply> read(ProviderCall call, JsonCursor in) throws IOException {
    return ReplyReader.read(in);
  }
}
