package dev.sluice.simulator.dialect;

import java.util.Map;

/**
 * What a call says to the model.
 *
 * @param text the text of the last user message that has any, its parts joined by line breaks
 * @param answersTool whether the conversation ends with a tool's result
 * @param toolResults results of tools in the whole conversation
 * @param textTokens tokens of all texts and overheads, before any cap
 * @param audioTokens tokens of audio parts, before any cap
 * @param metadata the scalars of the body's {@code metadata}; where its {@code user_id} is itself a
 *     JSON object, also the scalars of that
 */
public record Prompt(
    String text,
    boolean answersTool,
    int toolResults,
    int textTokens,
    int audioTokens,
    Map<String, String> metadata) {

  public Prompt {
    metadata = Map.copyOf(metadata);
  }
}
