package dev.sluice.provider.webhook;

import dev.sluice.provider.metric.ProviderMetric;
import dev.sluice.provider.metric.ProviderMetrics;
import dev.sluice.schemas.config.Webhook;
import dev.sluice.schemas.spend.BudgetAlert;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one alert to one webhook: tries until it is taken or too old. Blocks, so it has a virtual
 * thread of its own.
 */
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  /**
   * What all deliveries to one webhook share.
   *
   * @param webhook as it is configured now
   * @param failing whether the last post failed, so that this is told once
   */
  record Services(
      Supplier<Webhook> webhook,
      WebhookClient client,
      Backoff backoff,
      InstantSource clock,
      ProviderMetrics metrics,
      AtomicBoolean failing) {}

  private final Services services;
  private final BudgetAlert alert;
  private final Instant writtenAt;

  /**
   * @param writtenAt when the alert came into the topic; its age counts from then
   */
  Delivery(Services services, BudgetAlert alert, Instant writtenAt) {
    this.services = services;
    this.alert = alert;
    this.writtenAt = writtenAt;
  }

  /**
   * Returns when nothing more is to be done.
   *
   * @throws InterruptedException if the thread is interrupted: the alert is not settled then
   */
  void run() throws InterruptedException {
    int failures = 0;
    while (true) {
      Webhook webhook = services.webhook().get();
      Duration left = left(webhook);
      if (!left.isPositive()) {
        givenUp(webhook, "it is older than " + webhook.giveUpAfter());
        return;
      }
      AlertMessage message = AlertMessage.of(alert, webhook.format());
      switch (services.client().post(webhook, message)) {
        case PostOutcome.Taken taken -> {
          taken(webhook);
          return;
        }
        case PostOutcome.Unwanted unwanted -> {
          givenUp(webhook, "the webhook says that it is gone (status 410)");
          return;
        }
        case PostOutcome.Failed failed -> {
          failed(webhook, failed.reason());
          Thread.sleep(wait(++failures, failed.askedToWait(), left(webhook)));
        }
      }
    }
  }

  private Duration left(Webhook webhook) {
    return webhook.giveUpAfter().minus(Duration.between(writtenAt, services.clock().instant()));
  }

  /** Not past the end, so that giving up is not late by a whole wait. */
  private Duration wait(int failures, Duration asked, Duration left) {
    Duration own = services.backoff().after(failures);
    Duration wait = own.compareTo(asked) > 0 ? own : asked;
    Duration atMost = left.isPositive() ? left : Duration.ZERO;
    return wait.compareTo(atMost) < 0 ? wait : atMost;
  }

  private void taken(Webhook webhook) {
    services.metrics().count(ProviderMetric.WEBHOOK_DELIVERED, "webhook", webhook.name());
    if (services.failing().getAndSet(false)) {
      LOG.atInfo().addKeyValue("webhook", webhook.name()).log("A webhook takes alerts again");
    }
  }

  private void failed(Webhook webhook, String reason) {
    services.metrics().count(ProviderMetric.WEBHOOK_RETRIED, "webhook", webhook.name());
    if (!services.failing().getAndSet(true)) {
      LOG.atWarn()
          .addKeyValue("webhook", webhook.name())
          .addKeyValue("error", reason)
          .log("A webhook does not take an alert; it is tried again");
    }
  }

  private void givenUp(Webhook webhook, String reason) {
    services.metrics().count(ProviderMetric.WEBHOOK_GIVEN_UP, "webhook", webhook.name());
    LOG.atError()
        .addKeyValue("webhook", webhook.name())
        .addKeyValue("webhookId", AlertMessage.idOf(alert))
        .addKeyValue("project", alert.getProject())
        .addKeyValue("kind", alert.getKind())
        .addKeyValue("error", reason)
        .log("An alert was given up; it is in the topic budget.alerts");
  }
}
