package dev.sluice.simulator.dialect.anthropic;

import dev.sluice.simulator.dialect.Choice;
import dev.sluice.simulator.dialect.Finish;
import dev.sluice.simulator.dialect.Text;

/** The arguments of a tool call as an object, where OpenAI's dialect has a string. */
final class Arguments {

  private Arguments() {}

  /** The object, or an empty one where the output limit cut the arguments short. */
  static String whole(Choice choice) {
    boolean complete = choice.finish() == Finish.TOOL;
    return complete && choice.text() instanceof Text.Cut cut ? cut.text() : "{}";
  }
}
