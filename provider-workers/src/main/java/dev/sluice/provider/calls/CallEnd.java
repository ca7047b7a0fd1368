package dev.sluice.provider.calls;

import dev.sluice.schemas.chat.CanonicalReply;
import java.util.Optional;

/**
 * All that is to be told about a call that is over.
 *
 * @param whole the reply of a call that was not streamed and succeeded
 * @param nextSequence of the frame that ends the reply
 * @param gathered whether frames of this attempt went the slower way, which the last one then
 *     follows
 */
record CallEnd(
    AttemptOutcome outcome,
    UsageBasis basis,
    AttemptRecords.Facts facts,
    ReceivedText received,
    Optional<CanonicalReply> whole,
    int nextSequence,
    boolean gathered) {}
