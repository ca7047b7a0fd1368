package dev.sluice.router.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.schemas.config.ConfigObject;
import dev.sluice.schemas.config.ConfigObjects;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.config.Project;
import dev.sluice.schemas.control.ConfigEntry;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.topic.TopicSizing;
import dev.sluice.schemas.topic.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthorSchemasTest {
  private static final String SEARCH = "/subjects/sluice.batch.search.requests-value/versions";
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private HttpServer registry;
  private AuthorSchemas schemas;

  @BeforeEach
  void start() throws IOException {
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext("/", this::answer);
    registry.start();
    schemas =
        new AuthorSchemas(
            new Topics("sluice.", TopicSizing.embedded(1 << 20)),
            Codecs.of("http://127.0.0.1:" + registry.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    registry.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestURI().getPath());
    byte[] body = "{\"id\": 7}".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void shouldRegisterOnceForEachProjectWhenTheConfigurationChanges() {
    GatewayConfig one = GatewayConfig.empty().with(project("search"), 0);
    GatewayConfig two = one.with(project("support"), 1);

    schemas.register(one, 0);
    schemas.register(one, 1);
    schemas.register(two, 2);

    assertThat(asked)
        .containsExactly(SEARCH, "/subjects/sluice.batch.support.requests-value/versions");
  }

  @Test
  void shouldAskAgainLaterWhenTheRegistryFails() {
    GatewayConfig config = GatewayConfig.empty().with(project("search"), 0);
    status = 422;
    schemas.register(config, 0);
    status = 200;

    schemas.register(config, 5_000);
    assertThat(asked).hasSize(1);
    schemas.register(config, 10_000);

    assertThat(asked).containsExactly(SEARCH, SEARCH);
  }

  private static ConfigEntry project(String name) {
    ConfigObject object = ConfigObjects.of(new Project(name));
    return ConfigEntry.newBuilder()
        .setKind(object.kind())
        .setName(object.name())
        .setRevision(1)
        .setBodyJson(object.bodyJson())
        .setManagedBy("file")
        .build();
  }
}
