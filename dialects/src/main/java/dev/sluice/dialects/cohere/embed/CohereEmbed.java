package dev.sluice.dialects.cohere.embed;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.api.WholeDialect;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.EmbeddingRequest;
import dev.sluice.schemas.chat.Operation;
import java.io.IOException;
import java.util.Optional;

/** Cohere's {@code /embed}. */
public final class CohereEmbed extends WholeDialect {
  /** By Cohere's reference of the API. */
  static final int MOST_INPUTS = 96;

  /** Embeddings beside this chat. */
  public CohereEmbed(ProviderDialect chat) {
    super(chat, Operation.EMBEDDING);
  }

  @Override
  public Optional<String> obstacle(CanonicalRequest request, ProviderCall call) {
    EmbeddingRequest embedding = request.getEmbedding();
    if (embedding != null && !embedding.getTokens().isEmpty()) {
      return Optional.of("takes no token ids as input. Send the texts themselves.");
    }
    int inputs = embedding == null ? 0 : embedding.getTexts().size();
    return inputs > MOST_INPUTS
        ? Optional.of(
            "takes at most %d inputs a call, and these are %d. Send fewer at a time."
                .formatted(MOST_INPUTS, inputs))
        : Optional.empty();
  }

  @Override
  public String path(CanonicalRequest request, ProviderCall call) {
    return "/embed";
  }

  @Override
  public WrittenRequest request(CanonicalRequest request, ProviderCall call) {
    return RequestWriter.write(request, call);
  }

  @Override
  protected Optional<CanonicalReply> read(ProviderCall call, JsonCursor in) throws IOException {
    return ReplyReader.read(in);
  }
}
