package dev.sluice.dialects.bedrock;

/**
 * What a model can do that not every one can, by its id. An inference profile has the id of its
 * model in its own; one that an account made up has not, and is taken to be able to do nothing
 * particular.
 */
enum ModelFamily {
  CLAUDE,
  NOVA,
  /** Nova of the second generation, which reasons. */
  NOVA_2,
  MISTRAL,
  /** OpenAI's open models. */
  GPT_OSS,
  OTHER;

  static ModelFamily of(String model) {
    if (model.contains("anthropic.")) {
      return CLAUDE;
    }
    if (model.contains("amazon.nova-2")) {
      return NOVA_2;
    }
    if (model.contains("amazon.nova")) {
      return NOVA;
    }
    if (model.contains("mistral.")) {
      return MISTRAL;
    }
    return model.contains("openai.gpt-oss") ? GPT_OSS : OTHER;
  }

  boolean isNova() {
    return this == NOVA || this == NOVA_2;
  }

  /** Whether cache points are allowed in messages and system prompt. */
  boolean caches() {
    return this == CLAUDE || isNova();
  }

  /** Whether they are allowed among the tools, and may say how long they live. */
  boolean cachesTools() {
    return this == CLAUDE;
  }

  /** Whether a call of any tool can be forced. */
  boolean forcesTools() {
    return this == CLAUDE || isNova() || this == MISTRAL;
  }

  /** Whether the call of one tool can be forced by its name. */
  boolean forcesByName() {
    return this == CLAUDE || isNova();
  }

  /** Whether the answer can be held to a schema. */
  boolean holdsToSchema() {
    return !isNova();
  }
}
