package dev.sluice.provider.calls;

import dev.sluice.provider.catalog.CallSigner;
import dev.sluice.provider.catalog.Endpoint;
import dev.sluice.provider.catalog.OutgoingCall;
import dev.sluice.provider.http.Lane;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The HTTP side of one call: one request, one answer, one connection. Confined to the lane. */
final class ProviderExchange {
  private static final long DRAIN_MS = 1_000;
  private static final List<String> REQUEST_IDS =
      List.of("x-request-id", "request-id", "x-amzn-requestid");

  /** What happens to the exchange. */
  interface Listener {
    /** There is a connection; whether the request shall still be sent. */
    boolean connected();

    /** It cannot be proven whose the call is; nothing follows. */
    void unproven(String reason);

    /** The head of the answer has come. */
    void head(int status, String contentType);

    /** A piece of the answer, as it was read. */
    void piece(Buffer piece);

    /** The answer is whole. */
    void answered();

    /** It failed; nothing follows. */
    void broke(Throwable failure);
  }

  private final Lane lane;
  private final Attempt attempt;
  private final Listener listener;
  private final Consumer<Runnable> guard;
  private @Nullable HttpClientRequest request;
  private @Nullable HttpClientResponse response;
  private boolean answerRead;
  private boolean closed;
  private long drainTimer = -1;

  /**
   * @param guard runs every step, and sees to it that one that throws ends the call
   */
  ProviderExchange(Lane lane, Attempt attempt, Listener listener, Consumer<Runnable> guard) {
    this.lane = lane;
    this.attempt = attempt;
    this.listener = listener;
    this.guard = guard;
  }

  /** Connects, asks, and tells the listener what comes. */
  void start(PreparedCall call, long connectMs, long nowMs) {
    Endpoint endpoint = call.endpoint();
    var outgoing =
        new OutgoingCall(
            "POST", endpoint.authority(), call.path(), call.body(), Instant.ofEpochMilli(nowMs));
    CompletableFuture<CallSigner.Proof> proof =
        endpoint.signer().proof(outgoing).toCompletableFuture();
    if (proof.isDone()) {
      proven(call, connectMs, proof.join());
    } else {
      proof.thenAccept(
          given -> lane.execute(() -> guard.accept(() -> proven(call, connectMs, given))));
    }
  }

  private void proven(PreparedCall call, long connectMs, CallSigner.Proof proof) {
    if (closed) {
      return;
    }
    switch (proof) {
      case CallSigner.Proof.Given(Map<String, String> headers) -> connect(call, connectMs, headers);
      case CallSigner.Proof.Missing(String reason) -> listener.unproven(reason);
    }
  }

  private void connect(PreparedCall call, long connectMs, Map<String, String> proof) {
    on(
        lane.client().request(options(call, connectMs, proof)),
        connected -> {
          request = connected;
          if (closed || !listener.connected()) {
            connected.reset();
            return;
          }
          on(connected.send(Buffer.buffer(call.body())), this::head);
        });
  }

  /** Closes the connection, unless the answer has been read to its end. */
  void close() {
    closed = true;
    lane.vertx().cancelTimer(drainTimer);
    if (request != null && !answerRead) {
      request.reset();
    }
  }

  /**
   * Lets the rest of the answer come, so that the connection can be used again, but not for long.
   */
  void drain() {
    if (request != null && !answerRead) {
      drainTimer = lane.vertx().setTimer(DRAIN_MS, ignored -> close());
    }
  }

  /** Reads no further for now. */
  void pause() {
    if (response != null) {
      response.pause();
    }
  }

  /** Reads on. */
  void resume() {
    if (response != null) {
      response.resume();
    }
  }

  /** Headers of the answer, names in lower case, the first value of each. */
  Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    if (response != null) {
      response
          .headers()
          .forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
    }
    return headers;
  }

  /** The provider's own id of the call, empty where it gave none. */
  String providerRequestId() {
    for (String name : REQUEST_IDS) {
      String id = header(name);
      if (!id.isEmpty()) {
        return id;
      }
    }
    return "";
  }

  private void head(HttpClientResponse head) {
    response = head;
    if (closed) {
      head.request().reset();
      return;
    }
    listener.head(head.statusCode(), header("content-type"));
    head.handler(piece -> guard.accept(() -> listener.piece(piece)));
    head.exceptionHandler(failure -> guard.accept(() -> listener.broke(failure)));
    head.endHandler(ignored -> {
      answerRead = true;
      lane.vertx().cancelTimer(drainTimer);
      guard.accept(listener::answered);
    });
  }

  private <T> void on(Future<T> future, Consumer<T> then) {
    future.onComplete(result ->
        guard.accept(() -> {
          if (result.succeeded()) {
            then.accept(result.result());
          } else {
            listener.broke(result.cause());
          }
        }));
  }

  private RequestOptions options(PreparedCall call, long connectMs, Map<String, String> proof) {
    Endpoint endpoint = call.endpoint();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(endpoint.host())
            .setPort(endpoint.port())
            .setSsl(endpoint.tls())
            .setURI(call.path())
            .setConnectTimeout(connectMs)
            .setFollowRedirects(false);
    call.headers().forEach(options::putHeader);
    endpoint.headers().forEach(options::putHeader);
    proof.forEach(options::putHeader);
    options.putHeader("content-type", "application/json");
    options.putHeader(
        "accept", attempt.streamed() ? endpoint.dialect().streamType() : "application/json");
    options.putHeader("x-client-request-id", attempt.id());
    options.putHeader("user-agent", "sluice");
    return options;
  }

  private String header(String name) {
    String value = response == null ? null : response.getHeader(name);
    return value == null ? "" : value;
  }
}
