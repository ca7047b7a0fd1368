package dev.sluice.schemas.config;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is told of budget alerts over HTTP.
 *
 * @param secret where the key is to be had that signs what is posted; null for no signature
 * @param takes the alerts that it wants
 * @param giveUpAfter age of an alert beyond which it is not tried again
 */
public record Webhook(
    String name,
    WebhookAddress address,
    WebhookFormat format,
    @Nullable SecretReference secret,
    AlertFilter takes,
    Duration giveUpAfter)
    implements ConfigBody {
  /** Each has a consumer of its own. */
  public static final int MOST = 16;

  public static final Duration DEFAULT_GIVE_UP_AFTER = Duration.ofHours(24);

  public Webhook {
    Names.require("webhook", name);
    Spans.requirePositive(giveUpAfter);
    if (format == WebhookFormat.SLACK && address instanceof WebhookAddress.Plain) {
      throw new IllegalArgumentException(
          "url of format slack is a secret itself; write a reference: " + SecretReference.FORMS);
    }
  }

  /** Where the signing key is to be had; empty where nothing is signed. */
  public Optional<SecretReference> signingSecret() {
    return Optional.ofNullable(secret);
  }

  @Override
  public ConfigKind kind() {
    return ConfigKind.WEBHOOK;
  }
}
