package dev.sluice.router.topology;

import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.Dispatch;
import dev.sluice.schemas.attempt.FailedAttempt;
import dev.sluice.schemas.batch.BatchDeadLetter;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.reply.RequestOutcome;
import dev.sluice.schemas.request.Cancel;
import dev.sluice.schemas.request.InferenceRequest;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.topic.Topics;
import dev.sluice.schemas.undecodable.UndecodableRecord;

/** The codecs of the topics that the router reads and writes. */
record RouterCodecs(
    Codecs all,
    Topics topics,
    Codec<InferenceRequest> requests,
    Codec<AttemptEvent> attempts,
    Codec<FailedAttempt> fallback,
    Codec<Cancel> cancels,
    Codec<Decision> decisions,
    Codec<ReplyFrame> replies,
    Codec<RequestOutcome> outcomes,
    Codec<UndecodableRecord> undecodable) {

  static RouterCodecs of(Codecs all, Topics topics) {
    return new RouterCodecs(
        all,
        topics,
        all.of(topics.requests()),
        all.of(topics.attempts()),
        all.of(topics.fallback()),
        all.of(topics.cancels()),
        all.of(topics.decisions()),
        all.of(topics.replies()),
        all.of(topics.outcomes()),
        all.of(topics.undecodable()));
  }

  Codec<Dispatch> dispatch(String provider, boolean batch) {
    return all.of(topics.dispatch(provider, batch));
  }

  Codec<BatchDeadLetter> deadLetters(String project) {
    return all.of(topics.batchDeadLetter(project));
  }
}
