package dev.sluice.simulator.dialect;

import dev.sluice.simulator.bill.Tokens;
import java.util.List;

/**
 * A generated answer, before it is put into a dialect's words.
 *
 * @param serial makes ids unique
 * @param createdSeconds seconds since the epoch
 * @param tokens the usage that the answer states, if it states any
 */
public record Reply(
    String serial, long createdSeconds, String model, List<Choice> choices, Tokens tokens) {

  public Reply {
    choices = List.copyOf(choices);
  }

  /** The same with the usage of an API that does not tell how long a cache keeps what it takes. */
  public Reply withoutHours() {
    return new Reply(serial, createdSeconds, model, choices, tokens.withoutHours());
  }
}
