package dev.sluice.simulator.dialect;

/**
 * One of the answers to a call.
 *
 * @param text what is said, or the JSON arguments where a tool is called
 * @param reasoning what was thought before; OpenAI's dialect does not show it
 * @param tool the tool that is called, empty where none is
 */
public record Choice(Text text, Text reasoning, String tool, Finish finish) {

  /** Whether this is a call of a tool. */
  public boolean callsTool() {
    return !tool.isEmpty();
  }
}
