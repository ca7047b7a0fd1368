package dev.sluice.simulator.dialect;

/**
 * A chat call of either dialect, as far as the simulator cares.
 *
 * @param model as written by the caller, empty where absent
 * @param messages the number of messages, a separate system prompt not counted
 * @param bytes the size of the request's body
 */
public record ChatCall(String model, int messages, int bytes, Ask ask, Prompt prompt) {}
