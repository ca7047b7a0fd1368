package dev.sluice.simulator.dialect;

import io.vertx.core.buffer.Buffer;

/**
 * A part of an answer that is written at once, in a stream one event.
 *
 * @param output tokens that are billed once this is written
 * @param reasoning reasoning tokens that are billed once this is written
 * @param content whether it carries content: such frames are paced and counted, others go along
 */
public record Frame(Buffer bytes, int output, int reasoning, boolean content) {

  /** A frame that costs nothing and carries no content. */
  public static Frame plain(String text) {
    return new Frame(Buffer.buffer(text), 0, 0, false);
  }
}
