package dev.sluice.dialects.openai;

import java.util.Set;

/** Names of fields. */
final class OpenAiFields {
  /**
   * Fields of a request that OpenAI's API has and that providers without them may refuse, even
   * where they are null.
   */
  static final Set<String> ONLY =
      Set.of(
          "audio",
          "function_call",
          "functions",
          "logit_bias",
          "logprobs",
          "metadata",
          "modalities",
          "prompt_cache_key",
          "prompt_cache_retention",
          "safety_identifier",
          "seed",
          "service_tier",
          "store",
          "top_k",
          "top_logprobs",
          "user",
          "verbosity",
          "web_search_options");

  /** Name of OpenAI's other dialect. */
  static final String RESPONSES = "responses";

  /** Fields that both dialects of OpenAI have under the same name. */
  static final Set<String> SHARED =
      Set.of("prompt_cache_key", "prompt_cache_retention", "safety_identifier");

  private OpenAiFields() {}
}
