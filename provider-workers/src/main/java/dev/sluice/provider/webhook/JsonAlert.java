package dev.sluice.provider.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.schemas.money.NanoDollars;
import dev.sluice.schemas.spend.AlertKind;
import dev.sluice.schemas.spend.BudgetAlert;
import java.time.Instant;

/**
 * An alert in our own shape, {@code type}, {@code timestamp} and {@code data} as Standard Webhooks
 * wants it. Sums are exact decimals in text; what an alert does not have is left out.
 */
final class JsonAlert {
  private JsonAlert() {}

  static ObjectNode of(BudgetAlert alert) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("type", type(alert.getKind()));
    node.put("timestamp", time(alert.getAtMs()));
    ObjectNode data = node.putObject("data");
    data.put("alert_id", alert.getAlertId());
    data.put("account", alert.getAccount());
    if (!alert.getProject().isEmpty()) {
      data.put("project", alert.getProject());
    }
    data.put("budget", alert.getBudget());
    if (alert.getKind() == AlertKind.THRESHOLD) {
      data.put("threshold_percent", alert.getThresholdPercent());
    }
    data.put("limit_usd", usd(alert.getLimitNanoUsd()));
    data.put("spent_usd", usd(alert.getSpentNanoUsd()));
    data.put("reserved_usd", usd(alert.getReservedNanoUsd()));
    if (alert.getCycleEndMs() > 0) {
      data.put("cycle_start", time(alert.getCycleStartMs()));
      data.put("cycle_end", time(alert.getCycleEndMs()));
    }
    data.put("request_id", alert.getRequestId());
    return node;
  }

  private static String type(AlertKind kind) {
    return switch (kind) {
      case THRESHOLD -> "budget.threshold";
      case REFUSED -> "budget.refused";
      case UNSPECIFIED -> "budget.alert"; // of a newer router
    };
  }

  private static String usd(long nanoDollars) {
    return new NanoDollars(nanoDollars).usdText();
  }

  private static String time(long ms) {
    return Instant.ofEpochMilli(ms).toString();
  }
}
