package dev.sluice.schemas.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.schemas.spend.AlertKind;

/** JSON of webhooks in configuration objects. */
final class WebhookJson {
  private WebhookJson() {}

  static void write(ObjectNode node, Webhook webhook) {
    node.put("url", webhook.address().text());
    node.put("format", webhook.format().text());
    webhook.signingSecret().ifPresent(reference -> node.put("secret", reference.text()));
    AllowancesJson.texts(
        node, "kinds", webhook.takes().kinds().stream().map(AlertFilter::text).toList());
    AllowancesJson.texts(node, "budgets", webhook.takes().budgets());
    node.put("give_up_after_ms", webhook.giveUpAfter().toMillis());
  }

  static Webhook read(String name, Fields fields) {
    String secret = fields.textOrNull("secret");
    return new Webhook(
        name,
        WebhookAddress.parse(fields.text("url")),
        WebhookFormat.of(fields.textOr("format", WebhookFormat.JSON.text()))
            .orElseThrow(() -> new FieldException("format is json or slack")),
        secret == null ? null : reference(secret),
        new AlertFilter(
            fields.textsOrNone("kinds").stream().map(WebhookJson::kind).toList(),
            fields.textsOrNone("budgets")),
        fields.spanOr("give_up_after_ms", Webhook.DEFAULT_GIVE_UP_AFTER));
  }

  private static SecretReference reference(String text) {
    return SecretReference.parse(text)
        .orElseThrow(() -> new FieldException("secret is a reference: " + SecretReference.FORMS));
  }

  private static AlertKind kind(String text) {
    return AlertFilter.kind(text)
        .orElseThrow(() -> new FieldException("kinds are threshold and refused"));
  }
}
