package dev.sluice.dialects.openai.rerank;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.api.WholeDialect;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.openai.Quirks;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.Operation;
import java.io.IOException;
import java.util.Optional;

/**
 * Reranking as Jina, vLLM, Together and Voyage have it beside OpenAI's dialect, each by its own
 * reference of the API.
 */
public final class OpenAiRerank extends WholeDialect {
  /** Reranking beside this chat. */
  public OpenAiRerank(ProviderDialect chat) {
    super(chat, Operation.RERANK);
  }

  @Override
  public Optional<String> obstacle(CanonicalRequest request, ProviderCall call) {
    return Quirks.of(call.provider()).vectors().rerank()
        ? Optional.empty()
        : Optional.of("does not rerank. Name a model of a provider that does.");
  }

  @Override
  public String path(CanonicalRequest request, ProviderCall call) {
    return "/rerank";
  }

  @Override
  public WrittenRequest request(CanonicalRequest request, ProviderCall call) {
    return RequestWriter.write(request, call);
  }

  @Override
  protected Optional<CanonicalReply> read(ProviderCall call, JsonCursor in) throws IOException {
    return ReplyReader.read(in, call.provider());
  }
}
