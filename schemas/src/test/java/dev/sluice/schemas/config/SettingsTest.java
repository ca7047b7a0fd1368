package dev.sluice.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pins key names and defaults: both are a contract with everybody who wrote a file. */
class SettingsTest {
  private static final String HASH =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  private static SluiceFile load(String text, Map<String, String> environment) {
    LoadOutcome outcome =
        SluiceFileLoader.loadText("f", text, environment, EnumSet.allOf(Role.class));
    if (outcome instanceof LoadOutcome.Invalid invalid) {
      throw new AssertionError(invalid.report());
    }
    return ((LoadOutcome.Loaded) outcome).file();
  }

  @Test
  void shouldKeepTheDefaults() {
    assertThat(SluiceFile.DEFAULTS)
        .isEqualTo(
            new SluiceFile(
                new ServerSettings(
                    "127.0.0.1",
                    8080,
                    8090,
                    4_000_000,
                    Duration.ofSeconds(15),
                    10_000,
                    Duration.ofSeconds(30)),
                new BrokerSettings(
                    new BrokerSettings.Embedded(9092, 8081, "sluice-data"),
                    Map.of(),
                    Map.of(),
                    "sluice.",
                    1),
                WorkerSettings.DEFAULTS,
                new RouterSettings(null, "sluice-data/router", Duration.ofMillis(1250)),
                new SimulatorSettings(true, 8099),
                new FileObjects(
                    new CallDefaults(
                        Duration.ofSeconds(600),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(10)),
                    List.of(),
                    List.of(),
                    List.of(new ProjectSettings(new Project("default"), List.of())),
                    List.of())));
  }

  @Test
  void shouldKeepTheNamesOfServerWorkersRouterAndSimulator() {
    SluiceFile file =
        load(
            """
            server:
              host: 0.0.0.0
              port: 1
              admin_port: 2
              body_limit: 20MB
              keep_alive_comment: 1500ms
              max_open_requests: 2_000
              drain_timeout: 1m
            workers: { instance_id: w-1, slots: 10, batch_slots: 0 }
            router: { instance_id: r-1, state_dir: /var/sluice, session_timeout: 3s }
            simulator: { enabled: false, port: 5 }
            """,
            Map.of());
    assertThat(file.server())
        .isEqualTo(
            new ServerSettings(
                "0.0.0.0",
                1,
                2,
                20_000_000,
                Duration.ofMillis(1500),
                2_000,
                Duration.ofMinutes(1)));
    assertThat(file.workers())
        .isEqualTo(new WorkerSettings("w-1", 10, 0, RemoteMediaSettings.DEFAULTS, "plugins"));
    assertThat(file.router())
        .isEqualTo(new RouterSettings("r-1", "/var/sluice", Duration.ofSeconds(3)));
    assertThat(file.simulator()).isEqualTo(new SimulatorSettings(false, 5));
  }

  @Test
  void shouldKeepTheNamesOfKafka() {
    assertThat(
            load("kafka: { embedded: true, port: 1, registry_port: 2, data_dir: d }", Map.of())
                .broker()
                .place())
        .isEqualTo(new BrokerSettings.Embedded(1, 2, "d"));
    Map<String, String> environment = Map.of("JAAS", "secret jaas");
    SluiceFile file =
        load(
            """
            kafka:
              bootstrap_servers: "k1:9092,k2:9092"
              schema_registry: http://sr:8081
              topic_prefix: ai.
              partitions: 12
              properties:
                security.protocol: SASL_SSL
                sasl.jaas.config: ${JAAS}
            """,
            environment);
    BrokerSettings broker = file.broker();
    assertThat(broker)
        .isEqualTo(
            new BrokerSettings(
                new BrokerSettings.External("k1:9092,k2:9092", "http://sr:8081"),
                Map.of("security.protocol", "SASL_SSL"),
                Map.of("sasl.jaas.config", new SecretReference.Env("JAAS")),
                "ai.",
                12));
    assertThat(broker.toString()).doesNotContain("secret jaas");
    assertThat(broker.clientProperties(environment))
        .isEqualTo(Map.of("security.protocol", "SASL_SSL", "sasl.jaas.config", "secret jaas"));
    assertThatThrownBy(() -> broker.clientProperties(Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("JAAS");
    assertThat(file.router().sessionTimeout()).hasSeconds(6);
    assertThat(
            load("kafka: { bootstrap_servers: 'k:1', schema_registry: 'http://sr' }", Map.of())
                .broker()
                .partitions())
        .isEqualTo(48);
  }

  @Test
  void shouldKeepTheNamesOfObjects() {
    SluiceFile file =
        load(
            """
            defaults: { deadline: 1s, first_token_timeout: 2s, idle_timeout: 3s, connect_timeout: 4s }
            providers:
              openai: { api_key: env:K, base_url: http://h:1/v1 }
              anthropic: { api_key: "${K}" }
              house: { type: openai-compatible, base_url: http://h/v1, prices: { m: { input: 1, output: 2, cached_input: 0 } } }
            models:
              gpt-4o:
                strategy: priority
                deployments:
                  - { use: openai/a/b, timeout: 1s, first_token_timeout: 2s, idle_timeout: 3s, connect_timeout: 4s }
            projects:
              p:
                keys:
                  - { name: ci, hash: "sha256:%s", revoked: true, expires_at: 2027-01-31T00:00:00Z }
            accounts: { acme: { projects: [p] } }
            """
                .formatted(HASH),
            Map.of("K", "x"));
    FileObjects objects = file.objects();
    assertThat(objects.defaults())
        .isEqualTo(
            new CallDefaults(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4)));
    assertThat(objects.providers())
        .extracting(ProviderSettings::provider)
        .containsExactly(
            new Provider(
                "openai",
                ProviderType.OPENAI,
                URI.create("http://h:1/v1"),
                new SecretReference.Env("K")),
            new Provider(
                "anthropic",
                ProviderType.ANTHROPIC,
                URI.create("https://api.anthropic.com/v1"),
                new SecretReference.Env("K")),
            new Provider("house", ProviderType.OPENAI, URI.create("http://h/v1"), null));
    assertThat(objects.providers().get(2).prices()).hasSize(1);
    assertThat(objects.models())
        .containsExactly(
            new ModelRoute(
                "gpt-4o",
                Strategy.PRIORITY,
                List.of(
                    new DeploymentUse(
                        "openai",
                        "a/b",
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4)))));
    assertThat(objects.projects())
        .containsExactly(
            new ProjectSettings(
                new Project("p"),
                List.of(
                    new VirtualKey(
                        "key_0123456789ab",
                        "ci",
                        "p",
                        HASH,
                        true,
                        Instant.parse("2027-01-31T00:00:00Z"),
                        null))));
    assertThat(objects.accounts()).containsExactly(new Account("acme", List.of("p")));
  }

  @Test
  void shouldCheckThemselves() {
    assertThatThrownBy(() -> new Project("a.b")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new WorkerSettings(null, 1, 2, RemoteMediaSettings.DEFAULTS, "plugins"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ModelRoute("m", Strategy.PRIORITY, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> VirtualKey.of("ci", "p", "abc"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new Provider("p", ProviderType.OPENAI, URI.create("http://user:secret@h"), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret@");
  }
}
