package dev.sluice.provider.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.schemas.config.WebhookFormat;
import dev.sluice.schemas.spend.BudgetAlert;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What is posted.
 *
 * @param id the same for the same alert, whatever process posts it, and without any dot: it is part
 *     of what is signed
 * @param body JSON
 */
record AlertMessage(String id, byte[] body) {
  private static final int ID_BYTES = 16;

  /** The message of this alert. */
  static AlertMessage of(BudgetAlert alert, WebhookFormat format) {
    ObjectNode body =
        switch (format) {
          case JSON -> JsonAlert.of(alert);
          case SLACK -> SlackAlert.of(alert);
        };
    return new AlertMessage(idOf(alert), body.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** An alert's own id has names of users in it, which are no good as a header. */
  static String idOf(BudgetAlert alert) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(alert.getAlertId().getBytes(StandardCharsets.UTF_8));
      return "alert_" + HexFormat.of().formatHex(hash, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Neither names nor sums. */
  @Override
  public String toString() {
    return "AlertMessage[" + id + "]";
  }
}
