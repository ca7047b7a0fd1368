package dev.sluice.proofs.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proofs.Waiting;
import dev.sluice.schemas.config.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docker-compose.yml} starts works together, as processes of this machine. */
@Tag("broker")
class ComposeIT {
  private static final Duration READY = Duration.ofSeconds(150);
  private static final List<String> WITH_HEALTH =
      EnumSet.complementOf(EnumSet.of(Role.SIMULATOR)).stream().map(Role::text).toList();

  @TempDir private Path folder;

  @Test
  void shouldAnswerACallerWhenEveryServiceWasStartedByItsOwnCommand() throws Exception {
    ComposeFile file = ComposeFile.read(ComposeFileTest.ROOT.resolve("docker-compose.yml"));
    try (LocalCompose compose = LocalCompose.start(file, ComposeFileTest.ROOT, folder);
        HttpClient http = HttpClient.newHttpClient()) {
      for (ComposeService service : file.services()) {
        if (WITH_HEALTH.contains(service.role())) {
          assertThat(Waiting.until(READY, () -> compose.ready(service)))
              .as("%s is ready; it printed:\n%s", service.name(), compose.output(service.name()))
              .isTrue();
        }
      }
      assertThat(Waiting.until(READY, () -> compose.output("apply").contains("in force")))
          .as("apply printed:\n%s", compose.output("apply"))
          .isTrue();

      HttpRequest question =
          HttpRequest.newBuilder(
                  URI.create(
                      compose.url(file.service("ingress").orElseThrow()) + "/chat/completions"))
              .timeout(Duration.ofSeconds(20))
              .header("Authorization", "Bearer " + ComposeFileTest.key())
              .header("Content-Type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      """
                      {"model": "simulator/echo",
                       "messages": [{"role": "user", "content": "Hello"}]}
                      """))
              .build();
      HttpResponse<String> answer = http.send(question, HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).contains("\"chat.completion\"");
      assertThat(answer.headers().firstValue("x-sluice-deployment")).contains("simulator/echo");
    }
  }
}
