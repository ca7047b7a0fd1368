package dev.sluice.provider.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.provider.catalog.LiveEndpoints;
import dev.sluice.provider.http.Lanes;
import dev.sluice.provider.openai.OpenAiProvider;
import dev.sluice.provider.secret.LiveSecrets;
import dev.sluice.schemas.config.Provider;
import dev.sluice.schemas.config.ProviderType;
import dev.sluice.schemas.config.SecretReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attempts over real sockets while the credential in a mounted folder is replaced. */
class RotatedCredentialTest {
  private final List<String> credentials = new CopyOnWriteArrayList<>();
  private final AtomicInteger over = new AtomicInteger();

  @Test
  void shouldCarryTheNewCredentialInTheNextAttemptAfterTheSwap(@TempDir Path folder)
      throws Exception {
    mount(folder, "..v1", "sk-first");
    HttpServer server = provider();
    Provider provider =
        new Provider(
            "openai",
            ProviderType.OPENAI,
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1"),
            SecretReference.parse("folder:" + folder + "#openai").orElseThrow());
    try (LiveSecrets secrets = new LiveSecrets(Map.of());
        Lanes lanes = Lanes.start(1, 10);
        ExecutorService counting = Executors.newSingleThreadExecutor()) {
      LiveEndpoints endpoints =
          new LiveEndpoints(
              () -> List.of(provider),
              secrets::resolve,
              type -> Optional.of(OpenAiProvider.ADAPTER));
      AtomicInteger changes = new AtomicInteger();
      endpoints.refresh();
      secrets.start(() -> {
        endpoints.refresh();
        changes.incrementAndGet();
      });
      attempt(endpoints, lanes, counting);

      mount(folder, "..v2", "sk-second");
      await().atMost(Duration.ofSeconds(10)).until(() -> changes.get() == 1);
      attempt(endpoints, lanes, counting);

      Files.delete(folder.resolve("..data"));
      await().atMost(Duration.ofSeconds(10)).until(() -> secrets.notes().size() == 1);
      attempt(endpoints, lanes, counting);
    } finally {
      server.stop(0);
    }

    assertThat(credentials)
        .containsExactly("Bearer sk-first", "Bearer sk-second", "Bearer sk-second");
  }

  @Test
  void shouldNotCallWithACredentialOfTwoLinesAndNeverRepeatIt(@TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("key"), "sk-first-line\nsk-second-line\n");
    HttpServer server = provider();
    Provider provider =
        new Provider(
            "openai",
            ProviderType.OPENAI,
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1"),
            SecretReference.parse("file:" + file).orElseThrow());
    MemorySink sink;
    try (LiveSecrets secrets = new LiveSecrets(Map.of());
        Lanes lanes = Lanes.start(1, 10);
        ExecutorService counting = Executors.newSingleThreadExecutor()) {
      LiveEndpoints endpoints =
          new LiveEndpoints(
              () -> List.of(provider),
              secrets::resolve,
              type -> Optional.of(OpenAiProvider.ADAPTER));
      endpoints.refresh();
      sink = attempt(endpoints, lanes, counting);
    } finally {
      server.stop(0);
    }

    assertThat(credentials).isEmpty();
    assertThat(sink.failures.getFirst().getError().getMessage())
        .contains("file:" + file + " leads to is no header value");
    assertThat(sink.failures + " " + sink.events).doesNotContain("sk-first-line", "sk-second-line");
  }

  private HttpServer provider() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
    server.createContext(
        "/",
        exchange -> {
          credentials.add(exchange.getRequestHeaders().getFirst("authorization"));
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(500, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private MemorySink attempt(LiveEndpoints endpoints, Lanes lanes, ExecutorService counting) {
    MemorySink sink = new MemorySink();
    CallServices services = TestServices.of(sink, endpoints::current, counting);
    int before = over.get();
    new AttemptCall(Attempts.attempt().make(), services, lanes.next(), over::incrementAndGet)
        .begin();
    await().atMost(Duration.ofSeconds(15)).until(() -> over.get() == before + 1);
    return sink;
  }

  private static void mount(Path folder, String version, String credential) throws Exception {
    Path target = Files.createDirectory(folder.resolve(version));
    Files.writeString(target.resolve("openai"), credential + "\n");
    Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), target.getFileName());
    Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }
}
