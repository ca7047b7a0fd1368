package dev.sluice.provider.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.schemas.config.WebhookFormat;
import dev.sluice.schemas.spend.BudgetAlert;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class AlertMessageTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static String body(BudgetAlert alert, WebhookFormat format) {
    return new String(AlertMessage.of(alert, format).body(), StandardCharsets.UTF_8);
  }

  @Test
  void shouldSayAllOfAThresholdInOurOwnShape() {
    assertThat(body(Alerts.threshold("project/search/month", 80), WebhookFormat.JSON))
        .isEqualTo(
            "{\"type\":\"budget.threshold\",\"timestamp\":\"2026-11-20T10:15:30.123Z\",\"data\":"
                + "{\"alert_id\":\"project/search/month/1793491200000/80\",\"account\":\"search\","
                + "\"project\":\"search\",\"budget\":\"project/search/month\","
                + "\"threshold_percent\":80,\"limit_usd\":\"100\",\"spent_usd\":\"80.512345678\","
                + "\"reserved_usd\":\"0.25\",\"cycle_start\":\"2026-11-01T00:00:00Z\","
                + "\"cycle_end\":\"2026-12-01T00:00:00Z\",\"request_id\":\"0199-request\"}}");
  }

  @Test
  void shouldLeaveOutWhatAnAlertDoesNotHave() {
    assertThat(body(Alerts.refused("account/acme/total"), WebhookFormat.JSON))
        .isEqualTo(
            "{\"type\":\"budget.refused\",\"timestamp\":\"2026-11-20T10:15:30.123Z\",\"data\":"
                + "{\"alert_id\":\"account/acme/total/0/refused\",\"account\":\"search\","
                + "\"budget\":\"account/acme/total\",\"limit_usd\":\"100\","
                + "\"spent_usd\":\"80.512345678\",\"reserved_usd\":\"0.25\","
                + "\"request_id\":\"0199-request\"}}");
  }

  @Test
  void shouldSpeakToSlackInTextAndBlocks() throws IOException {
    JsonNode body =
        JSON.readTree(body(Alerts.threshold("project/search/month", 80), WebhookFormat.SLACK));

    assertThat(body.path("text").asText())
        .isEqualTo("Budget at 80 %: `project/search/month`, 80.5123 USD of 100 USD spent");
    assertThat(body.path("blocks"))
        .extracting(block -> block.path("type").asText())
        .containsExactly("section", "section", "context");
    assertThat(body.at("/blocks/0/text").toString())
        .isEqualTo("{\"type\":\"mrkdwn\",\"text\":\"*Budget at 80 %*\\n`project/search/month`\"}");
    assertThat(body.at("/blocks/1/fields").findValuesAsText("text"))
        .containsExactly(
            "*Spent*\n80.5123 USD",
            "*Reserved*\n0.25 USD",
            "*Limit*\n100 USD",
            "*Begins anew*\n2026-12-01 00:00 UTC");
    assertThat(body.at("/blocks/2/elements/0/text").asText())
        .isEqualTo("Sluice, 2026-11-20 10:15 UTC, request `0199-request`");
  }

  @Test
  void shouldMentionNobodyInSlackWhateverACallerIsCalled() throws IOException {
    String user = "<!channel> & `*x*`\n" + "y".repeat(5_000);

    String text =
        JSON.readTree(body(Alerts.refused("project/a/daily-user@" + user), WebhookFormat.SLACK))
            .path("text")
            .asText();

    assertThat(text)
        .startsWith(
            "Budget used up, a request was refused: `project/a/daily-user@&lt;!channel&gt; &amp;"
                + " '*x*' yy")
        .doesNotContain("<", "\n")
        .hasSizeLessThan(400);
  }

  @Test
  void shouldHaveOneIdForOneAlertThatFitsIntoAHeader() {
    BudgetAlert alert = Alerts.threshold("project/a/daily-user@ann.o\n", 80);

    assertThat(AlertMessage.of(alert, WebhookFormat.SLACK).id())
        .isEqualTo(AlertMessage.of(alert, WebhookFormat.JSON).id())
        .matches("alert_[0-9a-f]{32}")
        .isNotEqualTo(AlertMessage.idOf(Alerts.threshold("project/a/daily-user@ann.o\n", 90)));
  }

  /** The example of the libraries of Standard Webhooks. */
  @Test
  void shouldSignAsStandardWebhooksDoes() {
    byte[] key = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    AlertMessage message =
        new AlertMessage(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));

    assertThat(Signature.of(key, message, 1_614_265_330))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }
}
