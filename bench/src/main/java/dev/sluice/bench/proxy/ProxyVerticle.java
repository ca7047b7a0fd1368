package dev.sluice.bench.proxy;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One event loop of the proxy, with connections to the provider of its own. */
final class ProxyVerticle extends VerticleBase {

  private static final int MOST_CONNECTIONS = 2048;

  private static final String STREAM_PATHS = "/clock/";

  private final URI provider;
  private final URI streamProvider;
  private final AtomicInteger port;
  private @Nullable HttpClient client;

  ProxyVerticle(URI provider, URI streamProvider, AtomicInteger port) {
    this.provider = provider;
    this.streamProvider = streamProvider;
    this.port = port;
  }

  @Override
  public Future<?> start() {
    client =
        vertx.createHttpClient(
            new HttpClientOptions().setTcpNoDelay(true),
            new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS).setEventLoopSize(0));
    return vertx
        .createHttpServer(new HttpServerOptions().setTcpNoDelay(true))
        .requestHandler(this::forward)
        .listen(port.get(), "127.0.0.1")
        .onSuccess(server -> port.set(server.actualPort()));
  }

  private void forward(HttpServerRequest request) {
    HttpClient to = client;
    if (to == null) {
      return;
    }
    URI root = request.path().startsWith(STREAM_PATHS) ? streamProvider : provider;
    request
        .body()
        .compose(body ->
            to.request(HttpMethod.POST, root.getPort(), root.getHost(), request.path())
                .compose(out -> out.putHeader("content-type", "application/json").send(body)))
        .onSuccess(reply -> answer(request.response(), reply))
        .onFailure(cause -> request.response().setStatusCode(502).end());
  }

  private static void answer(HttpServerResponse response, HttpClientResponse reply) {
    response.setStatusCode(reply.statusCode());
    String type = reply.getHeader("content-type");
    if (type != null) {
      response.putHeader("content-type", type);
    }
    if (reply.getHeader("content-length") != null) {
      reply.body().onSuccess((Buffer body) -> response.end(body));
      return;
    }
    response.setChunked(true);
    reply.handler(response::write);
    reply.endHandler(end -> response.end());
    reply.exceptionHandler(cause -> response.reset());
  }
}
