package dev.sluice.provider.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.config.Webhook;
import dev.sluice.schemas.config.WebhookFormat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhooksTest {
  @Test
  void shouldServeTheFirstByNameInWhateverOrderTheyCome() {
    List<Webhook> configured = new ArrayList<>();
    for (char name = 'q'; name >= 'a'; name--) {
      configured.add(
          Alerts.webhook(String.valueOf(name), "https://example.com/a", WebhookFormat.JSON, ""));
    }

    List<Webhook> served = Webhooks.served(configured);

    assertThat(configured).hasSize(Webhook.MOST + 1);
    assertThat(served).hasSize(Webhook.MOST).isSubsetOf(configured);
    assertThat(served.getFirst().name()).isEqualTo("a");
    assertThat(served.getLast().name()).isEqualTo("p");
  }
}
