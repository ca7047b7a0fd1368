package dev.sluice.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.launcher.SluiceMain;
import dev.sluice.simulator.SimulatorConfig;
import dev.sluice.simulator.SimulatorServer;
import dev.sluice.simulator.fault.Behaviour;
import dev.sluice.simulator.fault.Fault;
import dev.sluice.simulator.fault.FaultPlan;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ProvidersCommandTest {
  private static final String SECRET = "sk-test-0123456789";

  @TempDir private Path folder;
  private Path key = Path.of("key");

  private record Ran(int code, String out, String err) {}

  @BeforeEach
  void writeKey() throws Exception {
    key = Files.writeString(folder.resolve("key"), SECRET);
  }

  private static Ran run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = SluiceMain.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int code =
        line.execute(
            Stream.concat(Stream.of("providers"), Stream.of(arguments)).toArray(String[]::new));
    assertThat(out + " " + err).doesNotContain(SECRET);
    return new Ran(code, out.toString().strip(), err.toString().strip());
  }

  private Ran test(String name, String provider, String... more) throws Exception {
    Path file = folder.resolve("sluice.yaml");
    Files.writeString(file, "providers:\n  " + name + ": { " + provider + " }\n");
    return run(
        Stream.concat(Stream.of("test", name, "-f", file.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  private static SimulatorServer simulator(FaultPlan faults) {
    return SimulatorServer.start(
        SimulatorConfig.defaults()
            .withEventLoops(1)
            .withBehaviour(Behaviour.PLAIN.withFaults(faults)));
  }

  @Test
  void shouldListTheCatalogueWithoutCredentials() throws Exception {
    JsonNode rows = new ObjectMapper().readTree(run("list", "-o", "json").out());
    Ran csv = run("list", "--output", "csv");
    Ran table = run("list");

    assertThat(rows.size()).isGreaterThan(190);
    assertThat(csv.out().lines().findFirst()).contains("id,name,base_url,credential,set,mark");
    assertThat(csv.out()).contains("groq,Groq,https://api.groq.com/openai/v1,GROQ_API_KEY,");
    assertThat(table.out().lines().count()).isEqualTo(rows.size() + 1L);
  }

  @Test
  void shouldSayThatAProviderAnswers() throws Exception {
    try (SimulatorServer simulator = simulator(FaultPlan.NONE)) {
      Ran ran =
          test(
              "groq",
              "base_url: '" + simulator.url() + "/v1', api_key: 'file:" + key + "'",
              "--model",
              "echo");

      assertThat(ran.code()).isZero();
      assertThat(ran.out()).startsWith("groq answers: echo").endsWith("ms");
    }
  }

  @Test
  void shouldAskForAModelThatTheProviderListsWhenNobodyNamesOne() throws Exception {
    try (SimulatorServer simulator = simulator(FaultPlan.NONE)) {
      Ran ran = test("mine", "type: openai, base_url: '" + simulator.url() + "/v1'");

      assertThat(ran.code()).isZero();
      assertThat(ran.out()).startsWith("mine answers: ").doesNotContain("unknown");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UNAUTHORIZED, 4, -> check what file:",
    "NO_MODEL, 4, \"-> there is no model 'm1', or nothing at that path: name one with --model\"",
    "RATE_LIMITED, 4, '-> the credential is good, its rate limit is reached; try again in 7 s'",
    "SERVER_ERROR, 4, '-> it was reached, and has trouble of its own: try again later'",
    "MALFORMED, 5, -> is it openai's API that is at http://127.0.0.1",
    "RESET, 3, -> check scheme and port of base_url"
  })
  void shouldSayWhatToDoWhenAProviderRefuses(Fault fault, int code, String remedy)
      throws Exception {
    FaultPlan plan = new FaultPlan(List.of(fault), 100, FaultPlan.DEFAULT_AFTER, 7, "");
    try (SimulatorServer simulator = simulator(plan)) {
      Ran ran =
          test(
              "groq",
              "base_url: '" + simulator.url() + "/v1', api_key: 'file:" + key + "'",
              "--model",
              "m1");

      assertThat(ran.err()).contains(remedy.replace("\"", ""));
      assertThat(ran.code()).isEqualTo(code);
      assertThat(ran.out()).isEmpty();
    }
  }

  @Test
  void shouldAskWhetherAServerOfOnesOwnRuns() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    Ran ran = test("ollama", "base_url: 'http://127.0.0.1:" + port + "/v1'");

    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err())
        .isEqualTo(
            "sluice: nothing accepts connections at 127.0.0.1:%d\n".formatted(port)
                + "-> is Ollama (OpenAI-compatible) running on port %d? start it, or write its base_url"
                    .formatted(port));
  }

  @Test
  void shouldSayThatAHostIsUnknown() throws Exception {
    Ran ran = test("mine", "type: openai, base_url: 'https://no-such-host.invalid/v1'");

    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err()).contains("no address is known for the host no-such-host.invalid");
  }

  @Test
  void shouldSayThatACredentialIsMissing() throws Exception {
    Ran ran = test("groq", "api_key: env:SLUICE_TEST_NOT_SET");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .contains("the environment variable SLUICE_TEST_NOT_SET is not set")
        .contains("-> put the credential there");
  }

  @Test
  void shouldNameTheNearestWhenANameIsUnknown() {
    Ran ran = run("test", "gorq");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .contains("there is no provider 'gorq' in the file or in the catalogue")
        .contains("-> did you mean groq");
  }

  @Test
  void shouldAskForTheAddressThatHasSomethingOfOnesOwn() {
    Ran ran = run("test", "azure-openai");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .contains(
            "-> write base_url: https://{resource}.openai.azure.com/openai/v1 with your {resource}");
  }
}
