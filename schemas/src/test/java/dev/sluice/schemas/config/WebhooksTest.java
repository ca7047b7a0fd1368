package dev.sluice.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.control.ConfigEntry;
import dev.sluice.schemas.spend.AlertKind;
import dev.sluice.schemas.spend.BudgetAlert;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhooksTest {
  private static final String FILE =
      """
      alerts:
        webhooks:
          - { name: ops, url: "https://example.com/v1/budget/alerts/of/sluice" }
          - name: team
            url: ${TEAM_WEBHOOK}
            format: slack
            secret: file:/run/secrets/team
            kinds: [ refused, threshold ]
            budgets: [ "project/search/*" ]
            give_up_after: 1h
      """;

  private static SluiceFile file() {
    LoadOutcome outcome =
        SluiceFileLoader.loadText("f", FILE, Map.of(), EnumSet.of(Role.ROUTER_WORKER));
    assertThat(outcome).isInstanceOf(LoadOutcome.Loaded.class);
    return ((LoadOutcome.Loaded) outcome).file();
  }

  @Test
  void shouldReadTheWebhooksOfTheFileAndPublishThem() {
    Webhook ops = file().objects().webhooks().getFirst();
    Webhook team = file().objects().webhooks().getLast();

    assertThat(ops.format()).isEqualTo(WebhookFormat.JSON);
    assertThat(ops.giveUpAfter()).hasHours(24);
    assertThat(ops.takes()).isEqualTo(AlertFilter.ALL);
    assertThat(team.address())
        .isEqualTo(new WebhookAddress.Referred(new SecretReference.Env("TEAM_WEBHOOK")));
    assertThat(team.signingSecret()).isPresent();
    assertThat(team.giveUpAfter()).isEqualTo(Duration.ofHours(1));
    for (Webhook webhook : List.of(ops, team)) {
      ConfigObject object = ConfigObjects.of(webhook);
      assertThat(ConfigObjects.fromFile(file())).contains(object);
      assertThat(ConfigObjects.parseStrictly("webhook", webhook.name(), object.bodyJson()))
          .isEqualTo(new ParsedObject.Parsed(webhook));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"url\":\"https://hooks.slack.com/services/T0/B0/AbCdEf0123456789\"}",
        "{\"url\":\"https://u:AbCdEf0123456789@example.com\"}",
        "{\"url\":\"https://example.com\",\"format\":\"slack\"}",
        "{\"url\":\"https://example.com\",\"secret\":\"AbCdEf0123456789\"}",
        "{\"url\":\"https://example.com\",\"kinds\":[\"unspecified\"]}",
        "{\"url\":\"https://example.com\",\"budgets\":[\"search\"]}",
        "{\"url\":\"https://example.com\",\"give_up_after_ms\":0}",
        "{\"url\":\"https://example.com\",\"retries\":1}"
      })
  void shouldRefuseABodyThatIsWrongAndNotRepeatIt(String body) {
    ParsedObject parsed = ConfigObjects.parseStrictly("webhook", "ops", body);

    assertThat(parsed).isInstanceOf(ParsedObject.Malformed.class);
    assertThat(parsed.toString()).doesNotContain("AbCdEf0123456789");
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', REFUSED, project/search/month, true",
    "refused, '', REFUSED, project/search/month, true",
    "refused, '', THRESHOLD, project/search/month, false",
    "'', project/search/*, THRESHOLD, project/search/daily-user@ann, true",
    "'', project/search/*, THRESHOLD, project/other/month, false",
    "threshold, '*month', THRESHOLD, account/acme/month, true"
  })
  void shouldTakeWhatIsAskedFor(
      String kind, String budget, AlertKind ofAlert, String itsBudget, boolean taken) {
    AlertFilter filter =
        new AlertFilter(
            AlertFilter.kind(kind).stream().toList(),
            budget.isEmpty() ? List.of() : List.of(budget));
    BudgetAlert alert = BudgetAlert.newBuilder().setKind(ofAlert).setBudget(itsBudget).build();

    assertThat(filter.takes(alert)).isEqualTo(taken);
  }

  @Test
  void shouldTakeOneWebhookLessThanTooMany() {
    GatewayConfig config = GatewayConfig.empty();
    for (int i = 0; i < Webhook.MOST; i++) {
      config = with(config, webhook("w" + i), i);
    }

    assertThat(ConfigReferences.problem(webhook("w3"), config)).isEmpty();
    assertThat(ConfigReferences.problem(webhook("one-more"), config).orElseThrow())
        .contains("16 webhooks already");
  }

  private static Webhook webhook(String name) {
    return new Webhook(
        name,
        WebhookAddress.parse("https://example.com"),
        WebhookFormat.JSON,
        null,
        AlertFilter.ALL,
        Webhook.DEFAULT_GIVE_UP_AFTER);
  }

  private static GatewayConfig with(GatewayConfig config, Webhook webhook, long offset) {
    ConfigObject object = ConfigObjects.of(webhook);
    return config.with(
        ConfigEntry.newBuilder()
            .setKind(object.kind())
            .setName(object.name())
            .setBodyJson(object.bodyJson())
            .build(),
        offset);
  }

  @Test
  void shouldDecodeASigningKeyBehindItsPrefixAlone() {
    byte[] key = "0123456789abcdef01234567".getBytes(StandardCharsets.UTF_8);

    assertThat(WebhookKey.of("0123456789abcdef01234567")).contains(key);
    assertThat(WebhookKey.of("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3")).contains(key);
    for (String bad : List.of("short", "whsec_MDEyMzQ1", "whsec_not base64 at all, but long")) {
      assertThat(WebhookKey.of(bad)).as(bad).isEqualTo(Optional.empty());
    }
  }
}
