package dev.sluice.provider.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.config.SecretOutcome;
import dev.sluice.schemas.config.SecretReference;
import dev.sluice.schemas.config.Webhook;
import dev.sluice.schemas.config.WebhookFormat;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookClientTest {
  private static final String TOKEN = "T0-B0-AbCdEf0123456789";
  private static final String KEY = "0123456789abcdef01234567";
  private static final Instant NOW = Instant.parse("2026-11-20T10:15:30.999Z");

  private final Map<String, String> environment = new HashMap<>();
  private Receiver receiver;
  private WebhookClient client;

  @BeforeEach
  void start() throws IOException {
    receiver = Receiver.start(post -> 200);
    client = new WebhookClient(this::resolve, InstantSource.fixed(NOW));
    environment.put("URL", receiver.url("/services/" + TOKEN));
    environment.put("SECRET", KEY);
  }

  @AfterEach
  void stop() {
    client.close();
    receiver.close();
  }

  private SecretOutcome resolve(SecretReference reference) {
    return reference.resolve(environment);
  }

  private PostOutcome post(String secret) throws InterruptedException {
    Webhook webhook = Alerts.webhook("team", "${URL}", WebhookFormat.SLACK, secret);
    PostOutcome outcome =
        client.post(
            webhook, AlertMessage.of(Alerts.threshold("project/a/month", 80), webhook.format()));
    assertThat(outcome.toString()).doesNotContain(TOKEN, KEY);
    return outcome;
  }

  @Test
  void shouldSignWithTheTimeOfThePost() throws Exception {
    assertThat(post("env:SECRET")).isEqualTo(new PostOutcome.Taken());

    Receiver.Post seen = receiver.posts().getFirst();
    assertThat(seen.path()).isEqualTo("/services/" + TOKEN);
    assertThat(seen.timestamp()).isEqualTo(Long.toString(NOW.getEpochSecond()));
    assertThat(seen.signature())
        .isEqualTo(
            Signature.of(
                KEY.getBytes(StandardCharsets.UTF_8), seen.message(), NOW.getEpochSecond()));
  }

  @Test
  void shouldSignNothingWithoutASecret() throws Exception {
    assertThat(post("")).isEqualTo(new PostOutcome.Taken());

    assertThat(receiver.posts().getFirst().signature()).isEqualTo("null");
  }

  @Test
  void shouldHeedHowLongTheReceiverWantsToBeLeftAlone() throws Exception {
    receiver.answers(post -> 429);
    receiver.header("retry-after", "7");
    assertThat(post("")).isEqualTo(new PostOutcome.Failed("status 429", Duration.ofSeconds(7)));

    receiver.header("retry-after", "99999999");
    assertThat(post("")).isEqualTo(new PostOutcome.Failed("status 429", Duration.ofHours(1)));

    receiver.header("retry-after", "Wed, 21 Oct 2026 07:28:00 GMT");
    assertThat(post("")).isEqualTo(new PostOutcome.Failed("status 429"));
  }

  @Test
  void shouldFollowNoRedirect() throws Exception {
    receiver.answers(post -> 302);
    receiver.header("location", receiver.url("/elsewhere"));

    assertThat(post("")).isEqualTo(new PostOutcome.Failed("status 302"));
    assertThat(receiver.posts()).hasSize(1);
  }

  @Test
  void shouldHearThatItIsUnwanted() throws Exception {
    receiver.answers(post -> 410);

    assertThat(post("")).isEqualTo(new PostOutcome.Unwanted());
  }

  @Test
  void shouldFailWhereNobodyListens() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      environment.put("URL", "http://127.0.0.1:" + socket.getLocalPort() + "/" + TOKEN);
    }

    assertThat(post("")).isEqualTo(new PostOutcome.Failed("no answer: ConnectException"));
  }

  @Test
  void shouldSayWhichReferenceLeadsNowhere() throws Exception {
    assertThat(post("env:OTHER"))
        .isEqualTo(new PostOutcome.Failed("its secret: the environment variable OTHER is not set"));
    environment.put("SECRET", "short");
    assertThat(post("env:SECRET").toString()).contains("env:SECRET leads to is no signing key");
    environment.put("URL", "hooks.slack.com/" + TOKEN);
    assertThat(post("")).isEqualTo(new PostOutcome.Failed("what env:URL leads to is no address"));
    environment.clear();
    assertThat(post(""))
        .isEqualTo(new PostOutcome.Failed("its url: the environment variable URL is not set"));
  }
}
