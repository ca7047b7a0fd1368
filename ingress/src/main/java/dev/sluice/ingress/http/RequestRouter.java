package dev.sluice.ingress.http;

import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.ingress.request.CallerHeaders;
import dev.sluice.ingress.virtualkey.AuthOutcome;
import dev.sluice.ingress.virtualkey.KeyHolder;
import dev.sluice.ingress.virtualkey.VirtualKeyAuthenticator;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.id.RequestId;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives each request to the handler of its path, once its caller is known. For one event loop. */
final class RequestRouter {
  private static final Logger LOG = LoggerFactory.getLogger(RequestRouter.class);
  private static final String CHAT = "/v1/chat/completions";
  private static final String MODELS = "/v1/models";
  private static final String MODEL = "/v1/models/";

  private final Collaborators with;
  private final Serving serving;
  private final OpenOnLoop open;
  private final VirtualKeyAuthenticator authenticator;
  private final ChatCompletionsHandler chat;
  private final ModelsHandler models;

  RequestRouter(
      Collaborators with, Serving serving, OpenOnLoop open, VirtualKeyAuthenticator authenticator) {
    this.with = with;
    this.serving = serving;
    this.open = open;
    this.authenticator = authenticator;
    this.chat = new ChatCompletionsHandler(with, open);
    this.models = new ModelsHandler(with);
  }

  /** Handles a request; never throws. */
  void route(HttpServerRequest request) {
    long receivedNanos = System.nanoTime();
    String requestId = RequestId.create(with.clock().instant()).value();
    try {
      route(request, requestId, receivedNanos);
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("requestId", requestId)
          .setCause(e)
          .log("Handling a request failed");
      if (!request.response().headWritten()) {
        refuse(request, "other", requestId, with.errors().internal(requestId));
      } else {
        request.connection().close();
      }
    }
  }

  private void route(HttpServerRequest request, String requestId, long receivedNanos) {
    String path = request.path() == null ? "" : request.path();
    HttpMethod method = request.method();
    if (path.equals(CHAT)) {
      if (expect(request, HttpMethod.POST, "chat_completions", requestId, path)) {
        caller(
            request,
            "chat_completions",
            requestId,
            (holder, config) -> chat.handle(request, requestId, holder, config, receivedNanos));
      }
    } else if (path.equals(MODELS)) {
      if (expect(request, HttpMethod.GET, "models", requestId, path)) {
        caller(
            request,
            "models",
            requestId,
            (holder, config) -> models.list(request, requestId, holder, config));
      }
    } else if (path.length() > MODEL.length() && path.startsWith(MODEL)) {
      if (expect(request, HttpMethod.GET, "model", requestId, path)) {
        String id = path.substring(MODEL.length());
        caller(
            request,
            "model",
            requestId,
            (holder, config) -> models.one(request, requestId, id, holder, config));
      }
    } else {
      refuse(request, "other", requestId, with.errors().unknownPath(method.name(), path));
    }
  }

  /** A handler once its caller is known. */
  private interface KnownCaller {
    void handle(KeyHolder holder, GatewayConfig config);
  }

  private void caller(
      HttpServerRequest request, String route, String requestId, KnownCaller handler) {
    switch (serving.state()) {
      case Serving.State.Draining() -> refuse(request, route, requestId, with.errors().draining());
      case Serving.State.NotReady(String reason) ->
          refuse(request, route, requestId, with.errors().notReady(reason));
      case Serving.State.Open() -> {
        GatewayConfig config = with.config().get();
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        switch (authenticator.authenticate(authorization, address(request), config)) {
          case AuthOutcome.Authenticated(KeyHolder holder) -> {
            Optional<String> projectHeader = CallerHeaders.namesProject(request.headers());
            if (projectHeader.isEmpty()) {
              handler.handle(holder, config);
            } else {
              refuse(request, route, requestId, with.errors().projectHeader(projectHeader.get()));
            }
          }
          case AuthOutcome.WrongAddress(String address) ->
              refuse(request, route, requestId, with.errors().addressNotAllowed(address));
          case AuthOutcome.Missing() -> refuse(request, route, requestId, with.errors().noKey());
          case AuthOutcome.Rejected() ->
              refuse(request, route, requestId, with.errors().wrongKey());
        }
      }
    }
  }

  /**
   * The address at the other end of the connection, empty where it is not known. Whom a proxy says
   * that it speaks for does not count: any caller can say so.
   */
  private static String address(HttpServerRequest request) {
    SocketAddress remote = request.remoteAddress();
    String literal = remote == null ? null : remote.hostAddress();
    if (literal == null) {
      return "";
    }
    int scope = literal.indexOf('%');
    return scope < 0 ? literal : literal.substring(0, scope);
  }

  private boolean expect(
      HttpServerRequest request, HttpMethod allowed, String route, String requestId, String path) {
    if (request.method().equals(allowed)) {
      return true;
    }
    refuse(
        request,
        route,
        requestId,
        with.errors().methodNotAllowed(request.method().name(), path, allowed.name()));
    return false;
  }

  private void refuse(HttpServerRequest request, String route, String requestId, ErrorReply error) {
    with.metrics().request(route, error.status(), "refused");
    Answers.errorUnread(open, request, requestId, error);
  }

  /** Answers bytes that are no HTTP request. */
  void malformed(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    String requestId = RequestId.create(with.clock().instant()).value();
    ErrorReply error;
    if (cause instanceof TooLongHttpLineException) {
      error =
          with.errors()
              .malformedHttp(414, "The request line is too long. Put the request into the body.");
    } else if (cause instanceof TooLongFrameException) {
      error =
          with.errors()
              .malformedHttp(431, "The request headers are larger than 32 KiB. Send fewer.");
    } else {
      error =
          with.errors()
              .malformedHttp(
                  400,
                  "The request is not well-formed HTTP. Speak HTTP/1.1 without TLS to this port.");
    }
    with.metrics().request("other", error.status(), "refused");
    Answers.error(request, requestId, error).onComplete(ignored -> request.connection().close());
  }
}
