package dev.sluice.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SluiceFileLoaderTest {
  private static final Set<Role> ALL = EnumSet.allOf(Role.class);
  private static final Map<String, String> KEY = Map.of("OPENAI_API_KEY", "set");

  private static LoadOutcome load(String text) {
    return SluiceFileLoader.loadText("sluice.yaml", text, KEY, ALL);
  }

  private static SluiceFile good(LoadOutcome outcome) {
    if (outcome instanceof LoadOutcome.Invalid invalid) {
      throw new AssertionError(invalid.report());
    }
    return ((LoadOutcome.Loaded) outcome).file();
  }

  private static List<ConfigProblem> bad(LoadOutcome outcome) {
    assertThat(outcome).isInstanceOf(LoadOutcome.Invalid.class);
    return ((LoadOutcome.Invalid) outcome).problems();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({
    "dev.sluice.schemas.config.BadFiles#rows",
    "dev.sluice.schemas.config.BadAllowances#rows",
    "dev.sluice.schemas.config.BadAlerts#rows"
  })
  void shouldTellWhatIsWrongAndWhere(String what, String text, String expected) {
    List<ConfigProblem> problems = bad(load(text));
    assertThat(problems.stream().map(ConfigProblem::text))
        .as(what)
        .containsExactly("sluice.yaml:" + expected);
  }

  @ParameterizedTest(name = "line {1}")
  @MethodSource("brokenYaml")
  void shouldTellTheLineOfBrokenYaml(String text, int line) {
    List<ConfigProblem> problems = bad(load(text));
    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().line()).isEqualTo(line);
    assertThat(problems.getFirst().message()).startsWith("this is not YAML: ");
  }

  static Stream<Arguments> brokenYaml() {
    return Stream.of(
        Arguments.of("server: { port: 1\nkafka: {}\n", 2),
        Arguments.of("server:\n  port: 1\n bad: 2\n", 3),
        Arguments.of("server:\n\tport: 1\n", 2),
        Arguments.of("a: 'open\n", 2),
        Arguments.of("a: b: c\n", 1),
        Arguments.of("server: {}\n---\nserver: {}\n", 2),
        Arguments.of("server: *nowhere\n", 1));
  }

  @Test
  void shouldTellAllProblemsAtOnceInTheOrderOfTheFile() {
    LoadOutcome.Invalid outcome =
        (LoadOutcome.Invalid)
            load(
                """
                models:
                  a: { deployments: [ { use: nobody/x } ] }
                server:
                  port: http
                  prot: 1
                projects:
                  search: { limits: {} }
                """);
    assertThat(outcome.problems()).extracting(ConfigProblem::line).containsExactly(2, 4, 5, 7);
    assertThat(outcome.report().lines())
        .hasSize(4)
        .first()
        .asString()
        .startsWith("1. sluice.yaml:2:");
  }

  @Test
  void shouldNeverShowASecret() {
    String secret = "sk-proj-AbCdEf0123456789";
    for (String text :
        List.of(
            "providers: { openai: { api_key: " + secret + " } }",
            "providers: { openai: { key: " + secret + " } }",
            "providers: { openai: { " + secret + ": 1 } }",
            "providers: { openai: " + secret + " }",
            "providers: { " + secret + " }",
            secret,
            "server: { host: '" + secret + " x', port: " + secret + " }",
            "models: { a: { strategy: " + secret + ", deployments: [ { use: " + secret + " } ] } }",
            "kafka: { properties: { sasl.jaas.config: " + secret + " } }",
            "projects: { a: { keys: [ { name: x, hash: " + secret + " } ] } }",
            "accounts: { a: { projects: [ " + secret + " ] } }",
            "projects: { a: { limits: { rpm: " + secret + ", on_limit: " + secret + " } } }",
            "projects: { a: { limits: { each: " + secret + ", name: " + secret + " } } }",
            "projects: { a: { budgets: [ { limit: " + secret + ", cycle: " + secret + " } ] } }",
            "projects: { a: { budgets: [ { mode: " + secret + ", timezone: " + secret + " } ] } }",
            "projects: { a: { budgets: [ { for: { model: "
                + secret
                + "/x, key: "
                + secret
                + " } } ] } }",
            "projects: { a: { keys: [ { models: [ "
                + secret
                + " ], networks: [ "
                + secret
                + " ] } ] } }",
            "alerts: { webhooks: [ { name: a, url: 'https://example.com/" + secret + "' } ] }",
            "alerts: { webhooks: [ { name: a, url: '"
                + secret
                + " x', secret: "
                + secret
                + " } ] }",
            "alerts: { webhooks: [ { name: " + secret + ", kinds: [ " + secret + " ] } ] }",
            "alerts: { webhooks: [ { budgets: [ " + secret + " ], format: " + secret + " } ] }",
            "providers: { openai: { api_key: 'folder:/" + secret + "' } }",
            "providers: { openai: { api_key: '" + secret + "\n")) {
      LoadOutcome outcome = load(text);
      assertThat(bad(outcome)).as(text).isNotEmpty();
      assertThat(outcome.toString() + ((LoadOutcome.Invalid) outcome).report())
          .as(text)
          .doesNotContain("AbCdEf0123456789");
    }
  }

  @Test
  void shouldNeedCredentialsOnlyWhereTheyAreResolved() {
    String text = "providers: { anthropic: { api_key: ${NOT_SET} } }";
    assertThat(bad(load(text))).hasSize(1);
    SluiceFile file =
        good(SluiceFileLoader.loadText("f", text, Map.of(), EnumSet.of(Role.INGRESS)));
    assertThat(file.objects().providers().getFirst().provider().credential())
        .contains(new SecretReference.Env("NOT_SET"));
  }

  @Test
  void shouldOverrideScalarsFromTheEnvironment() {
    Map<String, String> environment =
        Map.of(
            "SLUICE_SERVER_PORT", "0",
            "SLUICE_SERVER_HOST", "0.0.0.0",
            "SLUICE_DEFAULTS_DEADLINE", "5m",
            "SLUICE_SERVER_PROT", "1",
            "SLUICE_KAFKA_PORT", "tcp://10.0.0.1:9092",
            "SLUICE_ADMIN_KEY", "x");
    LoadOutcome outcome =
        SluiceFileLoader.loadText("f", "server: { port: 8080 }", environment, ALL);
    SluiceFile file = good(outcome);
    assertThat(file.server().port()).isZero();
    assertThat(file.server().host()).isEqualTo("0.0.0.0");
    assertThat(file.objects().defaults().deadline()).hasMinutes(5);
    assertThat(file.broker()).isEqualTo(BrokerSettings.DEFAULTS);
    LoadOutcome.Loaded loaded = (LoadOutcome.Loaded) outcome;
    assertThat(loaded.overrides())
        .containsExactlyInAnyOrder(
            "SLUICE_SERVER_PORT", "SLUICE_SERVER_HOST", "SLUICE_DEFAULTS_DEADLINE");
    assertThat(loaded.warnings())
        .hasSize(2)
        .anyMatch(warning -> warning.contains("did you mean SLUICE_SERVER_PORT?"));
  }

  @Test
  void shouldNameTheVariableThatIsWrong() {
    List<ConfigProblem> problems =
        bad(
            SluiceFileLoader.loadText(
                "f", "server: { prot: 1 }", Map.of("SLUICE_SERVER_PORT", "http"), ALL));
    assertThat(problems)
        .extracting(ConfigProblem::path)
        .containsExactly("server.prot", "SLUICE_SERVER_PORT");
    assertThat(problems.getLast().text())
        .isEqualTo(
            "environment SLUICE_SERVER_PORT: expected a port from 0 to 65535, found 'http' - write"
                + " for example 8080");
  }

  @Test
  void shouldReadEveryOverrideThatItNames() {
    for (String variable : EnvironmentNames.OVERRIDES) {
      LoadOutcome outcome =
          SluiceFileLoader.loadText("f", "", Map.of(variable, "\u0001 not valid at all"), ALL);
      if (outcome instanceof LoadOutcome.Loaded loaded) {
        assertThat(loaded.overrides()).as(variable).containsExactly(variable);
      } else {
        assertThat(bad(outcome)).as(variable).extracting(ConfigProblem::path).contains(variable);
      }
    }
  }

  @Test
  void shouldTakeTheDefaultsFromAnEmptyFile() {
    for (String text : List.of("", "\n", "# nothing\n", "{}", "server:\n", "providers: {}\n")) {
      assertThat(good(SluiceFileLoader.loadText("f", text, KEY, ALL)))
          .as(text)
          .isEqualTo(SluiceFile.DEFAULTS);
    }
  }

  @Test
  void shouldEnableProvidersByTheirVariablesWithoutAFile() {
    SluiceFile file = good(SluiceFileLoader.withoutFile(KEY, ALL));
    assertThat(file.objects().providers())
        .extracting(p -> p.provider().name())
        .containsExactly("openai");
    assertThat(good(SluiceFileLoader.withoutFile(Map.of(), ALL))).isEqualTo(SluiceFile.DEFAULTS);
  }

  @Test
  void shouldReadAFile(@TempDir Path folder) throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "abc\n");
    Path file = folder.resolve("sluice.yaml");
    Files.writeString(file, "providers: { openai: { api_key: file:" + secret + " } }\n");
    Provider provider =
        good(SluiceFileLoader.load(file, Map.of(), ALL))
            .objects()
            .providers()
            .getFirst()
            .provider();
    SecretOutcome outcome = provider.credential().orElseThrow().resolve(Map.of());
    assertThat(((SecretOutcome.Resolved) outcome).secret().reveal()).isEqualTo("abc");
    assertThat(outcome.toString()).doesNotContain("abc").contains("***");

    assertThat(bad(SluiceFileLoader.load(folder.resolve("none.yaml"), Map.of(), ALL)))
        .extracting(ConfigProblem::message)
        .containsExactly("is not there");
    Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xE4});
    assertThat(bad(SluiceFileLoader.load(latin, Map.of(), ALL)))
        .extracting(ConfigProblem::message)
        .containsExactly("is not UTF-8 text");
  }
}
