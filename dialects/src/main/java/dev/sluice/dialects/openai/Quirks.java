package dev.sluice.dialects.openai;

import java.util.Map;

/**
 * Where a vendor's OpenAI dialect is not OpenAI's own, as data.
 *
 * @param limitField name of the output limit where the caller's own name cannot be used
 * @param renamesLimit whether only {@code limitField} is known
 * @param developerRole whether the role {@code developer} is known; else it becomes {@code system}
 * @param streamOptions whether {@code stream_options} is known
 * @param takesReasoning whether reasoning text of earlier turns may be sent back
 * @param topK whether {@code top_k} is known
 * @param usage how its usage object counts
 */
record Quirks(
    String limitField,
    boolean renamesLimit,
    boolean developerRole,
    boolean streamOptions,
    boolean takesReasoning,
    boolean topK,
    UsageRule usage) {

  /** Whether the vendor is Google, which takes its own proofs of reasoning back. */
  boolean proofs() {
    return usage == UsageRule.REASONING_IN_TOTAL;
  }

  /** How reasoning and caches are counted. */
  enum UsageRule {
    /** Completion holds reasoning, prompt holds caches. */
    STANDARD,
    /** Completion leaves out reasoning. */
    REASONING_APART,
    /** Reasoning shows only in the total. */
    REASONING_IN_TOTAL
  }

  private static final String LIMIT = "max_tokens";
  private static final String COMPLETION_LIMIT = "max_completion_tokens";

  private static final Quirks OPENAI =
      new Quirks(COMPLETION_LIMIT, false, true, true, false, false, UsageRule.STANDARD);
  private static final Quirks COMPATIBLE =
      new Quirks(LIMIT, false, false, true, true, true, UsageRule.STANDARD);
  private static final Quirks OLD_LIMIT =
      new Quirks(LIMIT, true, false, true, true, true, UsageRule.STANDARD);
  private static final Quirks RELAY =
      new Quirks(LIMIT, false, true, true, true, true, UsageRule.STANDARD);
  private static final Quirks NO_STREAM_OPTIONS =
      new Quirks(LIMIT, true, false, false, true, true, UsageRule.STANDARD);
  private static final Quirks REASONING_APART =
      new Quirks(COMPLETION_LIMIT, false, true, true, true, false, UsageRule.REASONING_APART);
  private static final Quirks PERPLEXITY =
      new Quirks(LIMIT, true, false, true, true, true, UsageRule.REASONING_APART);
  private static final Quirks GEMINI =
      new Quirks(LIMIT, false, true, true, true, false, UsageRule.REASONING_IN_TOTAL);

  private static final Map<String, Quirks> BY_PROVIDER =
      Map.ofEntries(
          Map.entry("openai", OPENAI),
          Map.entry("azure", OPENAI),
          Map.entry("azure-openai", OPENAI),
          Map.entry("openrouter", RELAY),
          Map.entry("azure-ai-foundry", RELAY),
          Map.entry("github-models", RELAY),
          Map.entry("vercel-ai-gateway", RELAY),
          Map.entry("litellm-proxy", RELAY),
          Map.entry("mistral", NO_STREAM_OPTIONS),
          Map.entry("codestral", NO_STREAM_OPTIONS),
          Map.entry("xai", REASONING_APART),
          Map.entry("perplexity", PERPLEXITY),
          Map.entry("google-gemini", GEMINI),
          Map.entry("google-gemini-openai", GEMINI),
          Map.entry("sarvam", OLD_LIMIT),
          Map.entry("publicai", OLD_LIMIT),
          Map.entry("apertis", OLD_LIMIT),
          Map.entry("llamagate", OLD_LIMIT),
          Map.entry("charity-engine", OLD_LIMIT),
          Map.entry("crusoe", OLD_LIMIT),
          Map.entry("chutes", OLD_LIMIT),
          Map.entry("nano-gpt", OLD_LIMIT),
          Map.entry("poe", OLD_LIMIT),
          Map.entry("synthetic", OLD_LIMIT),
          Map.entry("xiaomi", OLD_LIMIT));

  /** The quirks of a provider; one that is not listed is a plain compatible one. */
  static Quirks of(String provider) {
    return BY_PROVIDER.getOrDefault(provider, COMPATIBLE);
  }
}
