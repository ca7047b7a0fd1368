package dev.sluice.dialects;

import dev.sluice.dialects.anthropic.AnthropicDialect;
import dev.sluice.dialects.api.ByOperation;
import dev.sluice.dialects.api.ClientDialect;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.bedrock.BedrockDialect;
import dev.sluice.dialects.cohere.CohereDialect;
import dev.sluice.dialects.cohere.embed.CohereEmbed;
import dev.sluice.dialects.cohere.rerank.CohereRerank;
import dev.sluice.dialects.completions.CompletionsDialect;
import dev.sluice.dialects.gemini.GeminiDialect;
import dev.sluice.dialects.gemini.embeddings.GeminiEmbeddings;
import dev.sluice.dialects.ollama.OllamaDialect;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.dialects.openai.embeddings.EmbeddingsCaller;
import dev.sluice.dialects.openai.embeddings.OpenAiEmbeddings;
import dev.sluice.dialects.openai.rerank.OpenAiRerank;
import dev.sluice.dialects.openai.rerank.RerankCaller;
import dev.sluice.dialects.responses.ResponsesDialect;
import dev.sluice.schemas.chat.Operation;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The dialects that are there, by name. Immutable, for any thread. */
public final class Dialects {
  private static final OpenAiDialect OPENAI = new OpenAiDialect();
  private static final AnthropicDialect ANTHROPIC = new AnthropicDialect();
  private static final GeminiDialect GEMINI = new GeminiDialect();
  private static final ResponsesDialect RESPONSES = new ResponsesDialect();
  private static final CompletionsDialect COMPLETIONS = new CompletionsDialect();
  private static final CohereDialect COHERE = new CohereDialect();
  private static final BedrockDialect BEDROCK = new BedrockDialect();
  private static final OllamaDialect OLLAMA = new OllamaDialect();

  /** OpenAI's dialect as its providers speak it, with all operations. */
  public static final ProviderDialect OPENAI_PROVIDER =
      new ByOperation(
          OPENAI,
          Map.of(
              Operation.EMBEDDING,
              new OpenAiEmbeddings(OPENAI),
              Operation.RERANK,
              new OpenAiRerank(OPENAI)));

  /** The same with OpenAI's responses for chats. */
  public static final ProviderDialect RESPONSES_PROVIDER =
      new ByOperation(
          RESPONSES,
          Map.of(
              Operation.EMBEDDING,
              new OpenAiEmbeddings(OPENAI),
              Operation.RERANK,
              new OpenAiRerank(OPENAI)));

  /** Google's dialect as its providers speak it, with all operations. */
  public static final ProviderDialect GEMINI_PROVIDER =
      new ByOperation(GEMINI, Map.of(Operation.EMBEDDING, new GeminiEmbeddings(GEMINI)));

  /** Cohere's dialect, with all operations. */
  public static final ProviderDialect COHERE_PROVIDER =
      new ByOperation(
          COHERE,
          Map.of(
              Operation.EMBEDDING,
              new CohereEmbed(COHERE),
              Operation.RERANK,
              new CohereRerank(COHERE)));

  private static final Map<String, ProviderDialect> PROVIDERS =
      Map.of(
          OPENAI.name(),
          OPENAI_PROVIDER,
          ANTHROPIC.name(),
          ANTHROPIC,
          GEMINI.name(),
          GEMINI_PROVIDER,
          RESPONSES.name(),
          RESPONSES_PROVIDER,
          COHERE.name(),
          COHERE_PROVIDER,
          BEDROCK.name(),
          BEDROCK,
          OLLAMA.name(),
          OLLAMA);
  private static final Map<String, ClientDialect> CLIENTS =
      Map.of(
          OPENAI.name(),
          OPENAI,
          RESPONSES.name(),
          RESPONSES,
          COMPLETIONS.name(),
          COMPLETIONS,
          ANTHROPIC.name(),
          ANTHROPIC,
          GEMINI.name(),
          GEMINI,
          "openai-embeddings",
          new EmbeddingsCaller(),
          "rerank",
          new RerankCaller());

  private Dialects() {}

  /** The dialect of that name as a provider speaks it. */
  public static Optional<ProviderDialect> provider(String name) {
    return Optional.ofNullable(PROVIDERS.get(name));
  }

  /** The dialect of that name as a caller speaks it. */
  public static Optional<ClientDialect> client(String name) {
    return Optional.ofNullable(CLIENTS.get(name));
  }

  /** Names of all dialects that a provider may speak. */
  public static Set<String> providerNames() {
    return PROVIDERS.keySet();
  }
}
