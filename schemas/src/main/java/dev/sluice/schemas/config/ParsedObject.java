package dev.sluice.schemas.config;

/** What the body of a configuration object turned out to be. */
public sealed interface ParsedObject {
  /** It is well formed. */
  record Parsed(ConfigBody body) implements ParsedObject {}

  /** It is not; the reason is a sentence without secrets. */
  record Malformed(String reason) implements ParsedObject {}
}
