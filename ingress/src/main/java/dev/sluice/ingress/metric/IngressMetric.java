package dev.sluice.ingress.metric;

/** Every metric of the ingress. */
public enum IngressMetric {
  REQUESTS("sluice.ingress.requests", "Finished requests by route, HTTP status and end."),
  DURATION("sluice.ingress.duration", "Time from a request's head to the end of its answer."),
  FIRST_BYTE(
      "sluice.ingress.first.byte", "Time from a request's head to the first byte of its answer."),
  IN_FLIGHT("sluice.ingress.in.flight", "Requests that wait for their reply or receive it."),
  CONNECTIONS("sluice.ingress.connections", "Open connections."),
  REFUSED_FULL(
      "sluice.ingress.refused.full", "Requests refused because a bound was reached, by bound."),
  QUEUED_SENDS("sluice.ingress.queued.sends", "Requests that wait to be sent to Kafka."),
  PUBLISHED("sluice.ingress.published", "Requests sent to Kafka by outcome."),
  PUBLISH_TIME(
      "sluice.ingress.publish.time", "Time from the offer of a request to its acknowledgement."),
  FRAMES("sluice.ingress.frames", "Reply frames read, by whether their request is open here."),
  UNDECODABLE("sluice.ingress.undecodable", "Reply frames that could not be read."),
  CANCELS("sluice.ingress.cancels", "Cancels by reason."),
  LOST_NOTES("sluice.ingress.lost.notes", "Deliveries and cancels given up, by kind."),
  SLOW_READERS(
      "sluice.ingress.slow.readers", "Streams ended because their caller read too slowly."),
  ADMIN_REFUSALS("sluice.ingress.admin.refusals", "Calls of the admin API refused, by code."),
  CLOCK_SKEW("sluice.ingress.clock.skew.seconds", "How far the broker's clock is ahead.");

  private final String metricName;
  private final String meaning;

  IngressMetric(String metricName, String meaning) {
    this.metricName = metricName;
    this.meaning = meaning;
  }

  /** Name in Micrometer's notation. */
  public String metricName() {
    return metricName;
  }

  /** What it says, for its help text. */
  public String meaning() {
    return meaning;
  }
}
