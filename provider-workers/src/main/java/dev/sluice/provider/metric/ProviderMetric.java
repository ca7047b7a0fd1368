package dev.sluice.provider.metric;

/** Every figure that the role exports. */
public enum ProviderMetric {
  ATTEMPTS("sluice.worker.attempts", "Attempts that ended, by provider, status and error kind"),
  ATTEMPT_SECONDS("sluice.worker.attempt.duration", "From the start of a call to its end"),
  TTFT_SECONDS("sluice.worker.ttft", "From the start of a streamed call to its first content"),
  NOT_CALLED("sluice.worker.not.called", "Dispatches that were not called, by reason"),
  SLOTS_IN_USE("sluice.worker.slots.in.use", "Calls that run or whose records are on their way"),
  SLOTS("sluice.worker.slots", "Calls at the same time at most"),
  FRAMES("sluice.worker.frames", "Reply frames sent, by kind"),
  PAUSES("sluice.worker.pauses", "Times that a provider was not read because Kafka was behind"),
  RESENDS("sluice.worker.resends", "Records that were sent again after a failure"),
  WAITING_BYTES("sluice.worker.waiting.bytes", "Bytes of records that are not acknowledged"),
  UNDECODABLE("sluice.worker.undecodable", "Records that could not be read"),
  CANCELS("sluice.worker.cancels", "Cancels that were read"),
  WEBHOOK_DELIVERED("sluice.worker.webhook.delivered", "Alerts that a webhook took"),
  WEBHOOK_RETRIED("sluice.worker.webhook.retried", "Posts of alerts that failed, to be repeated"),
  WEBHOOK_GIVEN_UP("sluice.worker.webhook.given.up", "Alerts that a webhook never took"),
  WEBHOOK_WAITING("sluice.worker.webhook.waiting", "Alerts that webhooks have not taken yet"),
  SECRETS_GONE("sluice.worker.secrets.gone", "Secrets that are gone and whose last value is used"),
  BROKER_SKEW("sluice.worker.broker.skew", "How far the broker's clock is ahead, ms");

  private final String id;
  private final String meaning;

  ProviderMetric(String id, String meaning) {
    this.id = id;
    this.meaning = meaning;
  }

  /** Name as Micrometer takes it. */
  public String id() {
    return id;
  }

  /** One line for people. */
  public String meaning() {
    return meaning;
  }
}
