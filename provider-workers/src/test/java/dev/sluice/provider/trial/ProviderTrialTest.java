package dev.sluice.provider.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.provider.ProviderTypes;
import dev.sluice.provider.catalog.Endpoint;
import dev.sluice.provider.openai.OpenAiProvider;
import dev.sluice.schemas.config.ProviderType;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.simulator.SimulatorConfig;
import dev.sluice.simulator.SimulatorServer;
import dev.sluice.simulator.fault.Behaviour;
import dev.sluice.simulator.fault.Fault;
import dev.sluice.simulator.fault.FaultPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProviderTrialTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static TrialOutcome call(ProviderType type, String url, Duration patience)
      throws Exception {
    Map<String, String> headers = Map.of("authorization", "Bearer sk-12345678");
    Endpoint endpoint =
        Endpoint.at("p", URI.create(url), headers, ProviderTypes.builtIn(type).dialect());
    try (ProviderTrial trial = new ProviderTrial(endpoint, patience)) {
      return trial.call("echo");
    }
  }

  private static SimulatorServer simulator(Fault fault) {
    FaultPlan plan = new FaultPlan(List.of(fault), 100, FaultPlan.DEFAULT_AFTER, 7, "");
    return SimulatorServer.start(
        SimulatorConfig.defaults()
            .withEventLoops(1)
            .withBehaviour(Behaviour.PLAIN.withFaults(plan)));
  }

  @ParameterizedTest
  @EnumSource(
      value = ProviderType.class,
      names = {"OPENAI", "ANTHROPIC"})
  void shouldAskForOneTokenWhenAllIsWell(ProviderType type) throws Exception {
    try (SimulatorServer simulator =
        SimulatorServer.start(SimulatorConfig.defaults().withEventLoops(1))) {
      TrialOutcome outcome = call(type, simulator.url() + "/v1", PATIENCE);

      assertThat(outcome)
          .isInstanceOfSatisfying(
              TrialOutcome.Answered.class,
              answered -> assertThat(answered.reportedModel()).isNotEmpty());
    }
  }

  @Test
  void shouldAskForNoLessThanOpenAiGives() throws Exception {
    try (SimulatorServer simulator =
            SimulatorServer.start(SimulatorConfig.defaults().withEventLoops(1));
        ProviderTrial trial =
            new ProviderTrial(
                Endpoint.at(
                    "p",
                    URI.create(simulator.url() + "/v1"),
                    Map.of("authorization", "Bearer sk-12345678"),
                    OpenAiProvider.RESPONSES.dialect()),
                PATIENCE)) {
      assertThat(trial.call("echo")).isInstanceOf(TrialOutcome.Answered.class);
    }
  }

  @Test
  void shouldTakeAnAnswerThatNamesNoModel() throws Exception {
    HttpServer server = server(200, "{\"id\":\"c\",\"message\":{\"content\":[]}}");
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v2";
      assertThat(call(ProviderType.COHERE, url, PATIENCE))
          .isInstanceOfSatisfying(
              TrialOutcome.Answered.class,
              answered -> assertThat(answered.reportedModel()).isEmpty());
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UNAUTHORIZED, PROVIDER_AUTHENTICATION",
    "NO_MODEL, PROVIDER_NOT_FOUND",
    "RATE_LIMITED, PROVIDER_RATE_LIMITED",
    "SERVER_ERROR, PROVIDER_ERROR",
    "MALFORMED, PROVIDER_MALFORMED"
  })
  void shouldTellWhatTheProviderDidWhenItRefuses(Fault fault, ErrorKind kind) throws Exception {
    try (SimulatorServer simulator = simulator(fault)) {
      TrialOutcome outcome = call(ProviderType.OPENAI, simulator.url() + "/v1", PATIENCE);

      assertThat(outcome)
          .isInstanceOfSatisfying(
              TrialOutcome.Failed.class, failed -> assertThat(failed.kind()).isEqualTo(kind));
      if (kind == ErrorKind.PROVIDER_RATE_LIMITED) {
        assertThat(((TrialOutcome.Failed) outcome).retryAfterMs()).hasValue(7000);
      }
    }
  }

  @Test
  void shouldTellThatNothingListens() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertThat(call(ProviderType.OPENAI, "http://127.0.0.1:" + port + "/v1", PATIENCE))
        .isEqualTo(new TrialOutcome.Unreached(TrialOutcome.Why.REFUSED));
  }

  @Test
  void shouldTellThatAHostIsUnknown() throws Exception {
    assertThat(call(ProviderType.OPENAI, "http://no-such-host.invalid/v1", PATIENCE))
        .isEqualTo(new TrialOutcome.Unreached(TrialOutcome.Why.UNKNOWN_HOST));
  }

  @Test
  void shouldTellThatThereIsNoTls() throws Exception {
    try (SimulatorServer simulator = simulator(Fault.TIMEOUT)) {
      assertThat(
              call(
                  ProviderType.OPENAI,
                  simulator.url().replace("http:", "https:") + "/v1",
                  PATIENCE))
          .isEqualTo(new TrialOutcome.Unreached(TrialOutcome.Why.TLS));
      assertThat(call(ProviderType.OPENAI, simulator.url() + "/v1", Duration.ofMillis(300)))
          .isEqualTo(new TrialOutcome.Unreached(TrialOutcome.Why.TIMED_OUT));
    }
  }

  @Test
  void shouldTakeTheCredentialOutOfWhatTheProviderSays() throws Exception {
    HttpServer server = server(400, "{\"error\":{\"message\":\"sk-12345678 may not\"}}");
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      assertThat(((TrialOutcome.Failed) call(ProviderType.OPENAI, url, PATIENCE)).message())
          .isEqualTo("*** may not");
    } finally {
      server.stop(0);
    }
  }

  private static HttpServer server(int status, String answer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void shouldFindAModelThatTheProviderLists() throws Exception {
    try (SimulatorServer simulator =
            SimulatorServer.start(SimulatorConfig.defaults().withEventLoops(1));
        ProviderTrial trial =
            new ProviderTrial(
                Endpoint.at(
                    "p",
                    URI.create(simulator.url() + "/v1"),
                    Map.of(),
                    ProviderTypes.builtIn(ProviderType.OPENAI).dialect()),
                PATIENCE)) {
      assertThat(trial.firstModel()).isPresent();
    }
  }
}
