package dev.sluice.schemas.config;

import java.util.Optional;

/** What is posted to a webhook. */
public enum WebhookFormat {
  /** Our own shape, as in the page on budgets. */
  JSON("json"),
  /** What an incoming webhook of Slack takes. */
  SLACK("slack");

  private final String text;

  WebhookFormat(String text) {
    this.text = text;
  }

  /** As it is written in configuration. */
  public String text() {
    return text;
  }

  /** The format of this text; empty where there is none. */
  public static Optional<WebhookFormat> of(String text) {
    for (WebhookFormat format : values()) {
      if (format.text.equals(text)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
