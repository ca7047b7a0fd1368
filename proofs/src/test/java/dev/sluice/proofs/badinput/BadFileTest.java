package dev.sluice.proofs.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A bad file through {@code sluice check}: every problem with file, line, words and remedy. */
class BadFileTest {
  @TempDir Path folder;

  private static Arguments row(String name, String text, String... words) {
    return Arguments.of(name, text, Arrays.asList(words));
  }

  static Stream<Arguments> files() {
    return Stream.of(
        row(
            "unknown key",
            "server:\n  prot: 1\n",
            ":2:3 server.prot",
            "no such key",
            "did you mean 'port'?"),
        row(
            "unknown section",
            "modles: {}\n",
            ":1:1 modles",
            "no such key",
            "did you mean 'models'?"),
        row(
            "dangling deployment",
            "models:\n  a:\n    deployments:\n      - { use: opnai/gpt-4o }\n",
            ":4:16 models.a.deployments[0].use",
            "there is no provider 'opnai'",
            "add it to providers"),
        row(
            "missing secret",
            "providers:\n  openai:\n    api_key: ${NO_SUCH_VARIABLE}\n",
            ":3:14 providers.openai.api_key",
            "NO_SUCH_VARIABLE is not set",
            "set it for this process"),
        row(
            "missing secret file",
            "providers: { openai: { api_key: 'file:/no/such/file' } }\n",
            ":1:33 providers.openai.api_key",
            "there is no file",
            "write the credential into that file"),
        row(
            "literal secret",
            "providers:\n  openai: { api_key: sk-live-0123456789abcdef }\n",
            ":2:22 providers.openai.api_key",
            "(not shown)",
            "put the secret into an environment variable"),
        row(
            "duplicate key",
            "server:\n  port: 1\n  port: 2\n",
            ":3:3 server.port",
            "is there twice, first in line 2",
            "keep one"),
        row(
            "wrong type",
            "server:\n  port: http\n",
            ":2:9 server.port",
            "expected a port",
            "write for example 8080"),
        row(
            "list as section",
            "server: [ 1 ]\n",
            ":1:9 server",
            "expected keys with values",
            "found a list"),
        row("no YAML", "server: { port: 1\nkafka: {}\n", ":2:", "this is not YAML"),
        row(
            "span without unit",
            "defaults: { deadline: 600 }\n",
            ":1:23 defaults.deadline",
            "with a unit",
            "write for example 30s"),
        row(
            "budget in another currency",
            "projects: { search: { budgets: [ { limit: 5 EUR } ] } }\n",
            ":1:43 projects.search.budgets[0].limit",
            "expected an amount in USD",
            "write for example 100 USD"),
        row(
            "doing something else at a limit",
            "accounts: { acme: { limits: { rpm: 1, on_limit: queue } } }\n",
            ":1:49 accounts.acme.limits.on_limit",
            "expected what to do at the limit: refuse or wait",
            "write for example refuse"),
        row(
            "external Kafka without registry",
            "kafka:\n  bootstrap_servers: k:9092\n",
            ":1:1 kafka.schema_registry",
            "is missing",
            "write for example http://registry:8081"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void shouldTellFileLineAndRemedy(String name, String text, List<String> words)
      throws IOException {
    Path file = Files.writeString(folder.resolve("sluice.yaml"), text);

    Commands.Result result = Commands.run("check", "-f", file.toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.text().lines()).hasSize(1);
    assertThat(result.text())
        .startsWith("1. " + file + words.getFirst())
        .contains(words)
        .doesNotContain("sk-live");
  }

  @Test
  void shouldTellAllProblemsOfAFileAtOnce() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("many.yaml"),
            """
            server:
              port: http
              prot: 1
            providers:
              openai: { api_key: sk-live-0123456789abcdef }
              anthropic: { api_key: "${NO_SUCH_VARIABLE}" }
            models:
              a:
                deployments:
                  - { use: opnai/gpt-4o }
              a: { deployments: [] }
            projects:
              search: { budgets: [ { limit: 5 EUR } ], limits: { rpm: 1, on_limit: queue } }
            """);

    Commands.Result result = Commands.run("check", "-f", file.toString());

    assertThat(result.exitCode()).isEqualTo(1);
    List<String> lines = result.text().lines().toList();
    assertThat(lines).hasSizeGreaterThanOrEqualTo(8);
    assertThat(lines).allMatch(line -> line.matches("\\d+\\. \\Q" + file + "\\E:\\d+:\\d+ .+"));
    assertThat(result.text())
        .contains(
            ":2:9 server.port",
            ":3:3 server.prot",
            ":5:22 ",
            ":6:25 ",
            ":10:16 ",
            ":11:3 ",
            ":13:33 projects.search.budgets[0].limit",
            ":13:72 projects.search.limits.on_limit")
        .doesNotContain("sk-live");
  }

  @Test
  void shouldSayThatAFileIsNotThere() {
    Commands.Result result = Commands.run("check", "-f", folder.resolve("none.yaml").toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.text()).contains("none.yaml", "is not there", "check the path after -f");
  }
}
