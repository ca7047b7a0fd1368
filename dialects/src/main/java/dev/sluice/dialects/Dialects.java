package dev.sluice.dialects;

import dev.sluice.dialects.anthropic.AnthropicDialect;
import dev.sluice.dialects.api.ClientDialect;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.bedrock.BedrockDialect;
import dev.sluice.dialects.cohere.CohereDialect;
import dev.sluice.dialects.completions.CompletionsDialect;
import dev.sluice.dialects.gemini.GeminiDialect;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.dialects.responses.ResponsesDialect;
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

  private static final Map<String, ProviderDialect> PROVIDERS =
      Map.of(
          OPENAI.name(),
          OPENAI,
          ANTHROPIC.name(),
          ANTHROPIC,
          GEMINI.name(),
          GEMINI,
          RESPONSES.name(),
          RESPONSES,
          COHERE.name(),
          COHERE,
          BEDROCK.name(),
          BEDROCK);
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
          GEMINI);

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
