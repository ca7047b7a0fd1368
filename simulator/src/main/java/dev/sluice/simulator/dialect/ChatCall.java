package dev.sluice.simulator.dialect;

/**
 * A chat call of any dialect, as far as the simulator cares.
 *
 * @param model as written by the caller, empty where absent
 * @param messages the number of messages, a separate system prompt not counted
 * @param bytes the size of the request's body
 * @param flaw what the reader found that the dialect refuses, empty where nothing
 */
public record ChatCall(String model, int messages, int bytes, Ask ask, Prompt prompt, String flaw) {

  /** A call without a flaw. */
  public ChatCall(String model, int messages, int bytes, Ask ask, Prompt prompt) {
    this(model, messages, bytes, ask, prompt, "");
  }

  /** The same call with what is wrong about it. */
  public ChatCall withFlaw(String found) {
    return new ChatCall(model, messages, bytes, ask, prompt, found);
  }
}
