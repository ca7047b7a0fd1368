package dev.sluice.simulator.playback;

import dev.sluice.simulator.bill.Tokens;
import dev.sluice.simulator.dialect.Answer;

/** What the library has for a request. */
public sealed interface Match {

  /** A recording. */
  final class Found implements Match {
    private final Recording recording;

    Found(Recording recording) {
      this.recording = recording;
    }

    /** The id of the recorded exchange. */
    public String id() {
      return recording.id();
    }

    /**
     * The recorded answer, ready to be written once.
     *
     * @param estimate billed where the recording states no usage
     */
    public Answer answer(Tokens estimate) {
      return recording.answer(estimate);
    }
  }

  /** Nothing fits, or too much does; the text tells what comes nearest. */
  record Missing(String why) implements Match {}
}
