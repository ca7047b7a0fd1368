package dev.sluice.provider.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.provider.anthropic.AnthropicProvider;
import dev.sluice.provider.gemini.GeminiProvider;
import dev.sluice.provider.http.Lanes;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** 127.0.0.2 stands for the public internet here, every other address for a private network. */
class RemoteMediaTest {
  private static final List<String> IMAGES = List.of("image/png");
  private static final byte[] PNG = {1, 2, 3, 4};
  private static final CountDownLatch OVER = new CountDownLatch(1);

  private static HttpServer server;
  private static Lanes lanes;
  private final List<String> resolved = new CopyOnWriteArrayList<>();
  private final RemoteMedia media =
      new RemoteMedia(
          MediaBounds.DEFAULTS,
          Thread::startVirtualThread,
          this::resolve,
          address -> address.getHostAddress().equals("127.0.0.2"));

  @BeforeAll
  static void start() throws IOException {
    lanes = Lanes.start(1, 8);
    server = HttpServer.create(new InetSocketAddress("0.0.0.0", 0), 0);
    server.createContext("/a.png", exchange -> answer(exchange, 200, "image/png; q=1", PNG));
    server.createContext("/page", exchange -> answer(exchange, 200, "text/html", PNG));
    server.createContext("/gone", exchange -> answer(exchange, 404, "image/png", PNG));
    server.createContext("/large", exchange -> answer(exchange, 200, "image/png", new byte[5_000]));
    server.createContext(
        "/book.txt", exchange -> answer(exchange, 200, "text/plain", new byte[400_001]));
    server.createContext("/silent", RemoteMediaTest::silent);
    redirect("/moved", "/a.png");
    redirect("/inward", "http://private.example:PORT/a.png");
    redirect("/inward-by-address", "http://127.0.0.1:PORT/a.png");
    redirect("/round", "/round");
    redirect("/file", "file:///etc/passwd");
    server.setExecutor(Thread::startVirtualThread);
    server.start();
  }

  private static void redirect(String path, String to) {
    server.createContext(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("location", to.replace("PORT", "" + port()));
          answer(exchange, 302, "text/html", new byte[0]);
        });
  }

  private static void silent(HttpExchange exchange) throws IOException {
    try {
      OVER.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("content-type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @AfterAll
  static void stop() {
    OVER.countDown();
    server.stop(0);
    lanes.close();
  }

  private static int port() {
    return server.getAddress().getPort();
  }

  private InetAddress[] resolve(String host) throws UnknownHostException {
    resolved.add(host);
    return switch (host) {
      case "public.example" -> all("127.0.0.2");
      case "private.example" -> all("127.0.0.1");
      case "both.example" -> all("127.0.0.2", "127.0.0.1");
      case "rebinding.example" -> all(resolved.size() == 1 ? "127.0.0.2" : "127.0.0.1");
      default -> InetAddress.getAllByName(host);
    };
  }

  private static InetAddress[] all(String... addresses) throws UnknownHostException {
    InetAddress[] all = new InetAddress[addresses.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = InetAddress.getByName(addresses[i]);
    }
    return all;
  }

  @Test
  void shouldFetchWithItsType() {
    assertThat(fetch("public.example", "/a.png")).isEqualTo("image/png 4");
    assertThat(fetch("public.example", "/moved?x=1")).isEqualTo("image/png 4");
  }

  @Test
  void shouldCallWhatTheFirstLookUpFound() {
    assertThat(fetch("rebinding.example", "/a.png")).isEqualTo("image/png 4");
    assertThat(resolved).containsExactly("rebinding.example");
  }

  @Test
  void shouldNotGoIntoAPrivateNetwork() {
    String refused = "is not on the public internet";
    for (String host :
        List.of("private.example", "both.example", "127.0.0.1", "localhost", "[::1]")) {
      assertThat(fetch(host, "/a.png")).isEqualTo("at " + host + ' ' + refused);
    }
    assertThat(fetch("public.example", "/inward"))
        .isEqualTo("at private.example is not on the public internet");
    assertThat(fetch("public.example", "/inward-by-address"))
        .isEqualTo("at 127.0.0.1 is not on the public internet");
  }

  @Test
  void shouldRefuseWhatIsNoMedium() {
    assertThat(fetch("public.example", "/page")).contains("is of another type than image/png");
    assertThat(fetch("public.example", "/gone")).contains("answered with status 404");
    assertThat(fetch("public.example", "/large")).contains("is larger than the 1000 bytes");
    assertThat(fetch("public.example", "/round")).contains("behind more than 3 redirects");
    assertThat(fetch("public.example", "/file")).contains("has no http or https URL");
    assertThat(fetch("nobody.invalid", "/a.png")).contains("has a host that nobody knows");
    assertThat(fetchUrl("ftp://public.example/a.png")).contains("has no http or https URL");
    assertThat(fetchUrl("http://me:secret@public.example/a.png"))
        .contains("with a user in it")
        .doesNotContain("secret");
    assertThat(fetchUrl("http://a b")).contains("is no URL");
  }

  @Test
  void shouldNotWaitForever() {
    assertThat(fetchUrl("http://public.example:" + port() + "/silent", 200))
        .isEqualTo("at public.example did not come in time");
  }

  @Test
  void shouldPutTheBytesIntoARequestWhoseProviderNeedsThem() {
    CanonicalRequest request = withImages("public.example", "public.example");

    assertThat(inlined(request, GeminiProvider.ADAPTER.dialect())).isEmpty();

    assertThat(request.getMessages().getFirst().getParts())
        .allSatisfy(part -> {
          assertThat(part.getDataBase64()).isEqualTo("AQIDBA==");
          assertThat(part.getMediaType()).isEqualTo("image/png");
          assertThat(part.getUrl()).isNull();
        });
  }

  @Test
  void shouldSayWhichCouldNotBeHad() {
    assertThat(
            inlined(
                withImages("public.example", "private.example"), GeminiProvider.ADAPTER.dialect()))
        .contains("an image at private.example is not on the public internet");
  }

  @Test
  void shouldNotFetchWithoutEnd() {
    String[] many = new String[101];
    Arrays.fill(many, "public.example");

    assertThat(inlined(withImages(many), GeminiProvider.ADAPTER.dialect()))
        .contains("there are more than 100 addresses in the request");
    assertThat(resolved).isEmpty();
  }

  @Test
  void shouldNotTakeMoreTextThanIsHeldBackForAFile() {
    CanonicalRequest request = withImages("public.example");
    ContentPart part = request.getMessages().getFirst().getParts().getFirst();
    part.setKind(ContentKind.FILE);
    part.setUrl("http://public.example:" + port() + "/book.txt");

    assertThat(inlined(request, GeminiProvider.ADAPTER.dialect()))
        .contains("a text is larger than 400000 bytes");
  }

  @Test
  void shouldLeaveLinksToAProviderThatFollowsThem() {
    CanonicalRequest request = withImages("private.example");

    assertThat(inlined(request, AnthropicProvider.ADAPTER.dialect())).isEmpty();

    assertThat(request.getMessages().getFirst().getParts().getFirst().getUrl())
        .contains("private.example");
    assertThat(resolved).isEmpty();
  }

  private Optional<String> inlined(CanonicalRequest request, ProviderDialect dialect) {
    CompletableFuture<Optional<String>> done = new CompletableFuture<>();
    var lane = lanes.next();
    lane.execute(() -> InlinedMedia.into(request, dialect, media, 10_000, lane, done::complete));
    return done.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static CanonicalRequest withImages(String... hosts) {
    String parts =
        Stream.of(hosts)
            .map(host ->
                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"http://"
                    + host
                    + ':'
                    + port()
                    + "/a.png\"}}")
            .collect(Collectors.joining(","));
    String body =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[" + parts + "]}]}";
    return ((ReadRequest.Parsed) new OpenAiDialect().read(body.getBytes(StandardCharsets.UTF_8)))
        .request();
  }

  private String fetch(String host, String path) {
    return fetchUrl("http://" + host + ':' + port() + path);
  }

  private String fetchUrl(String url) {
    return fetchUrl(url, 10_000);
  }

  private String fetchUrl(String url, long withinMs) {
    CompletableFuture<Fetched> came = new CompletableFuture<>();
    var lane = lanes.next();
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(withinMs);
    lane.execute(() -> media.fetch(lane, url, IMAGES, 1_000, until, came::complete));
    return switch (came.orTimeout(20, TimeUnit.SECONDS).join()) {
      case Fetched.Bytes(byte[] bytes, String type) -> type + ' ' + bytes.length;
      case Fetched.Refused(String why) -> why;
    };
  }
}
