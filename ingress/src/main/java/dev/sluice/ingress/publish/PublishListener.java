package dev.sluice.ingress.publish;

/** What became of a publication. Called once, by a thread of the producer. */
public interface PublishListener {
  /** The outcome; see {@link PublishOutcome}. */
  void published(PublishOutcome outcome);
}
