package dev.sluice.provider.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.provider.ProviderTypes;
import dev.sluice.provider.catalog.Endpoints;
import dev.sluice.provider.http.Lanes;
import dev.sluice.provider.plugin.Plugins;
import dev.sluice.schemas.config.AuthScheme;
import dev.sluice.schemas.config.KnownProvider;
import dev.sluice.schemas.config.KnownProvider.Mark;
import dev.sluice.schemas.config.Provider;
import dev.sluice.schemas.config.ProviderCatalogue;
import dev.sluice.schemas.config.ProviderType;
import dev.sluice.schemas.config.SecretReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attempts over real sockets at every provider of the catalogue that has something particular. */
class CatalogueCallTest {
  private static final String KEY = "sk-catalogue-1234";

  private record Seen(String path, Map<String, List<String>> headers, String body) {}

  private static final List<Seen> SEEN = new CopyOnWriteArrayList<>();
  private static HttpServer server;
  private static Lanes lanes;
  private static ExecutorService counting;

  @BeforeAll
  static void start() throws Exception {
    lanes = Lanes.start(1, 10);
    counting = Executors.newSingleThreadExecutor();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          SEEN.add(
              new Seen(
                  exchange.getRequestURI().toString(),
                  Map.copyOf(exchange.getRequestHeaders()),
                  body));
          exchange.sendResponseHeaders(500, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
    lanes.close();
    counting.shutdownNow();
  }

  @BeforeEach
  void forget() {
    SEEN.clear();
  }

  static Stream<KnownProvider> particular() {
    return ProviderCatalogue.all().stream()
        .filter(known -> known.mark() == Mark.SIMULATED || known.name().equals("groq"));
  }

  static Stream<KnownProvider> headers() {
    return ProviderCatalogue.all().stream()
        .filter(known -> known.mark() != Mark.CATALOGUED || known.type() == ProviderType.ANTHROPIC);
  }

  @ParameterizedTest
  @MethodSource("headers")
  void shouldSendTheCredentialInTheHeaderOfTheCatalogue(KnownProvider known) {
    call(known, Attempts.attempt());

    AuthScheme scheme = known.access().scheme();
    List<String> carrying =
        SEEN.getFirst().headers().entrySet().stream()
            .filter(header -> header.getValue().toString().contains(KEY))
            .map(header -> header.getKey().toLowerCase(java.util.Locale.ROOT))
            .toList();
    assertThat(carrying).containsExactly(scheme.header());
    assertThat(SEEN.getFirst().headers().values()).contains(List.of(scheme.prefix() + KEY));
  }

  @ParameterizedTest
  @MethodSource("particular")
  void shouldCallThePathAndWriteTheBodyOfTheCatalogue(KnownProvider known) {
    String body =
        """
        {"model":"assistant","stream":true,"max_completion_tokens":50,"messages":[
         {"role":"developer","content":"Be brief."},{"role":"user","content":"Hello"}]}\
        """;

    call(known, Attempts.attempt().body(body).streamed());

    String path = known.address().chatPath();
    Seen seen = SEEN.getFirst();
    assertThat(seen.path()).isEqualTo("/base/v9" + (path.isEmpty() ? "/chat/completions" : path));
    assertThat(seen.body().contains("\"max_completion_tokens\""))
        .isEqualTo(!known.quirks().contains("max-tokens-only"));
    assertThat(seen.body().contains("\"stream_options\""))
        .isEqualTo(!known.quirks().contains("no-stream-options"));
    assertThat(seen.body().contains("\"developer\""))
        .isEqualTo(known.quirks().contains("developer-role"));
  }

  private static void call(KnownProvider known, Attempts attempt) {
    Provider provider =
        new Provider(
            "mine",
            known.type(),
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/base/v9"),
            SecretReference.parse("env:MINE").orElseThrow(),
            known.name());
    Endpoints endpoints =
        Endpoints.of(
            List.of(provider),
            reference -> reference.resolve(Map.of("MINE", KEY)),
            new ProviderTypes(Plugins.NONE)::adapterOf);
    AtomicBoolean over = new AtomicBoolean();
    CallServices services = TestServices.of(new MemorySink(), () -> endpoints, counting);
    new AttemptCall(
            attempt.provider("mine", "m-1").make(), services, lanes.next(), () -> over.set(true))
        .begin();
    await().atMost(Duration.ofSeconds(15)).untilTrue(over);
  }
}
