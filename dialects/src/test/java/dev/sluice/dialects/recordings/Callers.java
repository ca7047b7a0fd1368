package dev.sluice.dialects.recordings;

import dev.sluice.dialects.Dialects;
import dev.sluice.dialects.api.ClientDialect;
import java.util.List;

/** The dialects that callers speak, with what they must be told. */
final class Callers {
  private static final List<CallerRules> RULES =
      List.of(
          new OpenAiRules(),
          new AnthropicRules(),
          new GeminiRules(),
          new ResponsesRules(),
          new CompletionsRules());

  private Callers() {}

  static List<CallerRules> all() {
    return RULES;
  }

  static ClientDialect dialect(CallerRules rules) {
    return Dialects.client(rules.dialect()).orElseThrow();
  }
}
