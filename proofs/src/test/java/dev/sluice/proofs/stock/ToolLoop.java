package dev.sluice.proofs.stock;

import java.util.List;

/**
 * A loop over a tool, up to the answer in words.
 *
 * @param calls the names that were called, in order
 * @param answer the last words
 */
record ToolLoop(List<String> calls, String answer) {
  /** Calls after which a loop gives up. */
  static final int MOST = 5;

  /** The tool that is offered. */
  static final String TOOL = "look_up";

  ToolLoop {
    calls = List.copyOf(calls);
  }
}
