package dev.sluice.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.topic.TopicSizing;
import dev.sluice.schemas.topic.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An ingress while there is no Kafka. */
class IngressRoleTest {
  private static final Duration NO_PATIENCE = Duration.ofMillis(100);

  @Test
  void shouldListenAndSayWhatItWaitsFor() throws Exception {
    try (IngressRole role =
            IngressRole.start(config(IngressConfig.Listen.anyLoopbackPorts()), NO_PATIENCE);
        HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> chat = get(client, role.port(), "/v1/models");
      HttpResponse<String> ready = get(client, role.adminPort(), "/readyz");
      HttpResponse<String> healthy = get(client, role.adminPort(), "/healthz");
      HttpResponse<String> metrics = get(client, role.adminPort(), "/metrics");

      assertThat(chat.statusCode()).isEqualTo(503);
      assertThat(chat.headers().firstValue("retry-after")).contains("1");
      assertThat(chat.body()).contains("Kafka was not reached yet");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).contains("Kafka was not reached yet");
      assertThat(role.notReady()).isNotEmpty();
      assertThat(healthy.statusCode()).isEqualTo(200);
      assertThat(metrics.body())
          .contains("sluice_ingress_in_flight", "sluice_ingress_requests_total")
          .contains("sluice_config_applied_offset -1.0");
    }
  }

  @Test
  void shouldSayWhichPortForCallersIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      IngressConfig.Listen listen =
          new IngressConfig.Listen("127.0.0.1", taken.getLocalPort(), "127.0.0.1", 0);

      assertThatExceptionOfType(PortUnavailableException.class)
          .isThrownBy(() -> IngressRole.start(config(listen)))
          .withMessageContaining("127.0.0.1:" + taken.getLocalPort() + " for callers")
          .satisfies(e -> assertThat(e.port()).isEqualTo(taken.getLocalPort()));
    }
  }

  @Test
  void shouldSayWhichPortForOperatorsIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      IngressConfig.Listen listen =
          new IngressConfig.Listen("127.0.0.1", 0, "127.0.0.1", taken.getLocalPort());

      assertThatExceptionOfType(PortUnavailableException.class)
          .isThrownBy(() -> IngressRole.start(config(listen)))
          .withMessageContaining("for operators");
    }
  }

  private static IngressConfig config(IngressConfig.Listen listen) {
    return IngressConfig.of(
        new KafkaSettings("127.0.0.1:1", "mock://nowhere", Map.of()),
        new Topics(Topics.DEFAULT_PREFIX, TopicSizing.embedded(4 << 20)),
        "ingress-1",
        listen);
  }

  private static HttpResponse<String> get(HttpClient client, int port, String path)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
