package dev.sluice.provider.webhook;

import dev.sluice.schemas.config.AlertFilter;
import dev.sluice.schemas.config.SecretReference;
import dev.sluice.schemas.config.Webhook;
import dev.sluice.schemas.config.WebhookAddress;
import dev.sluice.schemas.config.WebhookFormat;
import dev.sluice.schemas.spend.AlertKind;
import dev.sluice.schemas.spend.BudgetAlert;
import java.time.Instant;

/** Alerts and webhooks for tests. */
final class Alerts {
  private Alerts() {}

  static BudgetAlert threshold(String budget, int percent) {
    return BudgetAlert.newBuilder()
        .setAlertId(budget + "/1793491200000/" + percent)
        .setKind(AlertKind.THRESHOLD)
        .setAccount("search")
        .setProject("search")
        .setBudget(budget)
        .setThresholdPercent(percent)
        .setLimitNanoUsd(100_000_000_000L)
        .setSpentNanoUsd(80_512_345_678L)
        .setReservedNanoUsd(250_000_000L)
        .setCycleStartMs(Instant.parse("2026-11-01T00:00:00Z").toEpochMilli())
        .setCycleEndMs(Instant.parse("2026-12-01T00:00:00Z").toEpochMilli())
        .setRequestId("0199-request")
        .setAtMs(Instant.parse("2026-11-20T10:15:30.123Z").toEpochMilli())
        .build();
  }

  static BudgetAlert refused(String budget) {
    return BudgetAlert.newBuilder(threshold(budget, 0))
        .setAlertId(budget + "/0/refused")
        .setKind(AlertKind.REFUSED)
        .setProject("")
        .setCycleStartMs(0)
        .setCycleEndMs(0)
        .build();
  }

  static Webhook webhook(String name, String url, WebhookFormat format, String secret) {
    return new Webhook(
        name,
        WebhookAddress.parse(url),
        format,
        secret.isEmpty() ? null : SecretReference.parse(secret).orElseThrow(),
        AlertFilter.ALL,
        Webhook.DEFAULT_GIVE_UP_AFTER);
  }
}
