package dev.sluice.proofs.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.proofs.bill.BilledCall;
import dev.sluice.proofs.gateway.GatewayFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The official SDKs and LangChain4j, each over every outbound dialect: the providers refuse what
 * the real ones refuse, so what comes through was translated as it must be.
 */
@Tag("broker")
@ResourceLock("programs that are installed")
class SdkMatrixIT {
  private static final Path PYTHON_PROGRAM =
      Path.of("src", "test", "resources", "stock", "sdks.py");
  private static final Path NODE_PROGRAM = Path.of("src", "test", "resources", "stock", "sdks.mjs");

  /** One red dot. */
  private static final byte[] PNG =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5E"
                  + "rkJggg==");

  /** What a picture costs at least, the words beside it left out. */
  private static final int PICTURE_TOKENS = 70;

  /** An attempt's id begins with that of its request. */
  private static final int REQUEST_ID_LENGTH = 36;

  @TempDir static Path folder;
  private static MatrixGateway gateway;

  @BeforeAll
  static void start() throws InterruptedException {
    gateway = new MatrixGateway(folder.resolve("data"));
  }

  @AfterAll
  static void stop() {
    if (gateway != null) {
      gateway.close();
    }
  }

  static Stream<Arguments> pairs() {
    return MatrixGateway.libraries().stream()
        .flatMap(name -> Arrays.stream(Outbound.values()).map(to -> Arguments.of(name, to)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void shouldAnswer(String library, Outbound to) {
    Said said = gateway.library(library).chat(to.model(), "Say this [[sim out=12]]");

    assertThat(said.text().split(" ")).hasSize(12);
    assertThat(said.outputTokens()).isEqualTo(12);
    assertThat(said.inputTokens()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void shouldStream(String library, Outbound to) {
    Said said = gateway.library(library).stream(to.model(), "Say this [[sim out=12]]");

    assertThat(said.text().split(" ")).hasSize(12);
    assertThat(said.outputTokens()).isEqualTo(12);
    assertThat(said.inputTokens()).isPositive();
  }

  /** The model calls, sees the result and calls again, sees that too and answers. */
  @ParameterizedTest
  @MethodSource("pairs")
  void shouldCallToolsInALoopOfThreeTurns(String library, Outbound to) {
    ToolLoop loop =
        gateway
            .library(library)
            .tools(to.model(), "Look it up [[sim out=9 tool=look_up rounds=2]]");

    assertThat(loop.calls()).containsExactly(ToolLoop.TOOL, ToolLoop.TOOL);
    assertThat(loop.answer().split(" ")).hasSize(9);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void shouldAnswerInAForm(String library, Outbound to) {
    assertThat(gateway.library(library).structured(to.model(), "A city")).isEqualTo("word");
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void shouldSeeAPicture(String library, Outbound to) {
    Said said = gateway.library(library).image(to.seeing(), "What is this? [[sim out=5]]", PNG);

    assertThat(said.text().split(" ")).hasSize(5);
    assertThat(said.inputTokens()).isGreaterThan(PICTURE_TOKENS);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void shouldThrowErrorsOfTheirTypes(String name, Outbound to) {
    // Given
    Library library = gateway.library(name);
    Map<String, Integer> faults =
        new TreeMap<>(Map.of("400", 400, "context", 400, "429", 429, "500", 500, "503", 503));

    // When
    Map<String, Throwable> thrown = new TreeMap<>();
    faults
        .keySet()
        .forEach(fault ->
            thrown.put(
                fault,
                catchThrowable(() -> library.chat(to.model(), "Say [[sim fault=" + fault + "]]"))));

    // Then
    faults.forEach((fault, status) ->
        assertThat(thrown.get(fault)).as(fault).isInstanceOf(library.error(status)));
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldBeToldThatAModelTakesNoPictures(String name) {
    Library library = gateway.library(name);

    Throwable blind = catchThrowable(() -> library.image(Outbound.COHERE.model(), "What?", PNG));

    assertThat(blind).isInstanceOf(library.error(400)).hasMessageContaining("takes no images");
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldThrowErrorsOfTheGateway(String name) {
    // Given
    Library library = gateway.library(name);

    // When
    Throwable unknown = catchThrowable(() -> library.chat("asistant", "Say this"));
    Throwable wrongKey;
    try (Library stranger = gateway.make(name, "sk-sluice-unknown", 0)) {
      wrongKey = catchThrowable(() -> stranger.chat(Outbound.OPENAI.model(), "Say this"));
    }

    // Then
    assertThat(unknown).isInstanceOf(library.error(404)).hasMessageContaining("assistant");
    assertThat(wrongKey).isInstanceOf(library.error(401));
  }

  static Stream<String> names() {
    return MatrixGateway.libraries().stream();
  }

  /** Whoever leaves ends the call at the provider, which bills what it had said. */
  @ParameterizedTest
  @EnumSource
  void shouldEndTheCallOfWhoLeaves(Outbound to) throws Exception {
    // Given
    long before = gateway.left().getOrDefault(to, 0L);

    // When
    together(
        MatrixGateway.libraries(),
        name -> {
          gateway.library(name).leave(to.model(), name + " [[sim out=100 tps=10]]");
          return "";
        });

    // Then
    ProgramResults.awaitLeft(gateway, to, before + MatrixGateway.libraries().size());
  }

  /** Each library waits as it was told and asks again, by itself. */
  @Test
  void shouldBeAskedAgainAfterARateLimit() throws Exception {
    // Given
    List<String> pairs = new ArrayList<>();
    for (String name : MatrixGateway.libraries()) {
      Arrays.stream(Outbound.values()).forEach(to -> pairs.add(name + '/' + to));
    }

    List<String> before = attempts();

    // When
    long began = System.nanoTime();
    List<String> words =
        together(
            pairs,
            pair -> {
              String name = pair.substring(0, pair.indexOf('/'));
              Outbound to = Outbound.valueOf(pair.substring(pair.indexOf('/') + 1));
              try (Library patient = gateway.make(name, GatewayFile.KEY, 2)) {
                String prompt = pair + " [[sim out=4 fault=429 retry_after=1 times=1]]";
                String text = patient.chat(to.model(), prompt).text();
                long waitedMs = (System.nanoTime() - began) / 1_000_000;
                boolean heeds = patient.heedsRetryAfter() && to.tellsWhenToComeBack();
                assertThat(waitedMs).as(pair).isGreaterThan(heeds ? 950 : 0);
                return text;
              }
            });

    // Then
    Set<String> requests =
        attempts().stream()
            .filter(attempt -> !before.contains(attempt))
            .map(attempt -> attempt.substring(0, REQUEST_ID_LENGTH))
            .collect(Collectors.toSet());
    assertThat(requests).as("each asked twice").hasSize(2 * pairs.size());
    assertThat(words)
        .hasSize(pairs.size())
        .allSatisfy(said -> assertThat(said.split(" ")).hasSize(4));
  }

  private static List<String> attempts() throws IOException {
    return gateway.bill().stream().map(BilledCall::attemptId).toList();
  }

  private static <T> List<String> together(Iterable<T> all, Function<T, String> each)
      throws Exception {
    List<Future<String>> futures = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      all.forEach(one -> futures.add(threads.submit(() -> each.apply(one))));
    }
    List<String> results = new ArrayList<>();
    for (Future<String> future : futures) {
      results.add(future.get());
    }
    return results;
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI", "GEMINI", "MISTRAL", "COHERE"})
  void shouldMakeVectors(Outbound to) {
    try (OpenAiLibrary library = new OpenAiLibrary(gateway.root(), GatewayFile.KEY, 0)) {
      assertThat(library.vector(to.embedding())).isPositive();
    }
  }

  @TestFactory
  List<DynamicTest> shouldServeTheSdksForPython() throws Exception {
    PythonClient python = PythonClient.make();
    python.install("openai==3.57.0");
    python.install("anthropic==2.14.0");
    python.install("google-genai==3.6.1");
    var results = new ProgramResults(gateway);
    return results.tests(python.text(PYTHON_PROGRAM, arguments()));
  }

  @TestFactory
  List<DynamicTest> shouldServeTheSdksForJavaScript() throws Exception {
    NodeClient node =
        NodeClient.make("sdks", "openai@7.59.0", "@anthropic-ai/sdk@1.14.0", "@google/genai@3.3.0");
    var results = new ProgramResults(gateway);
    return results.tests(node.output(NODE_PROGRAM, arguments()));
  }

  private static String[] arguments() {
    List<String> arguments = new ArrayList<>(List.of(gateway.root(), GatewayFile.KEY));
    for (Outbound to : Outbound.values()) {
      arguments.add(String.join("+", to.model(), to.seeing(), to.embedding()));
    }
    return arguments.toArray(String[]::new);
  }
}
