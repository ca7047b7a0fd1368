package dev.sluice.simulator.dialect;

import dev.sluice.simulator.bill.Tokens;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.List;

/** An answer in a dialect's words, ready to be written. */
public sealed interface Answer {

  Head head();

  /** What the whole answer costs. */
  Tokens tokens();

  /** Whether the answer states its usage. */
  boolean statesUsage();

  /** A header of the answer. */
  record Header(CharSequence name, CharSequence value) {}

  /** Status and headers; the length and the transfer encoding are not among them. */
  record Head(int status, List<Header> headers) {
    public Head {
      headers = List.copyOf(headers);
    }
  }

  /** An answer with one body. */
  record Whole(Head head, Buffer body, Tokens tokens, boolean statesUsage) implements Answer {}

  /**
   * A stream of events.
   *
   * @param frames made as they are written, so they can be gone through once
   * @param contentFrames how many of them carry content
   */
  record Streamed(
      Head head, Iterator<Frame> frames, int contentFrames, Tokens tokens, boolean statesUsage)
      implements Answer {}
}
