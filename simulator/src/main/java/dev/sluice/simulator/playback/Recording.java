package dev.sluice.simulator.playback;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.bill.Tokens;
import dev.sluice.simulator.dialect.Answer;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/**
 * One recorded exchange.
 *
 * @param request the recorded body, empty where only the answer was kept
 * @param parts the body's bytes: one part where it is not a stream, one a stream event where it is
 * @param usage what the answer states that it cost, empty where it does not
 */
record Recording(
    String id,
    String api,
    Optional<JsonNode> request,
    Answer.Head head,
    List<Buffer> parts,
    boolean stream,
    Optional<Tokens> usage) {

  Recording {
    parts = List.copyOf(parts);
  }

  /**
   * The answer, ready to be written.
   *
   * @param estimate billed where the recording states no usage
   */
  Answer answer(Tokens estimate) {
    boolean failed = head.status() >= 400;
    Tokens tokens = failed ? Tokens.NONE : usage.orElse(estimate);
    boolean states = usage.isPresent() && !failed;
    if (stream) {
      return new Answer.Streamed(
          head, new RecordedFrames(parts, tokens), parts.size(), tokens, states);
    }
    return new Answer.Whole(head, parts.getFirst(), tokens, states);
  }
}
