package dev.sluice.proofs.stock;

/**
 * A deployment of each dialect that providers have. Vectors have no model at Anthropic, which makes
 * none, and at Bedrock, whose are not part of Converse.
 */
enum Outbound {
  OPENAI("openai", "gpt-4o-mini", "gpt-4o-mini", "text-embedding-3-small"),
  ANTHROPIC("anthropic", "claude-haiku-4-5", "claude-haiku-4-5", ""),
  GEMINI("google", "gemini-2.5-flash", "gemini-2.5-flash", "gemini-embedding-001"),
  MISTRAL("mistral", "mistral-small-latest", "mistral-small-latest", "mistral-embed"),

  /** Its models with tools take no pictures, the one that takes pictures has no tools. */
  COHERE("cohere", "command-a-03-2025", "command-a-vision-07-2025", "embed-v4.0"),

  BEDROCK(
      "bedrock",
      "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
      "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
      "");

  private final String provider;
  private final String model;
  private final String seeing;
  private final String embedding;

  Outbound(String provider, String model, String seeing, String embedding) {
    this.provider = provider;
    this.model = model;
    this.seeing = seeing;
    this.embedding = embedding;
  }

  /** As callers name it. */
  String model() {
    return provider + '/' + model;
  }

  /** One that takes pictures, as callers name it. */
  String seeing() {
    return provider + '/' + seeing;
  }

  /** Whether its errors say when to come back; Bedrock's never do. */
  boolean tellsWhenToComeBack() {
    return this != BEDROCK;
  }

  /** As the provider names it. */
  String atProvider() {
    return model;
  }

  /** As callers name it, empty where the provider makes no vectors. */
  String embedding() {
    return embedding.isEmpty() ? "" : provider + '/' + embedding;
  }
}
