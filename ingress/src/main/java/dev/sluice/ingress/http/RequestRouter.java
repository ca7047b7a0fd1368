package dev.sluice.ingress.http;

import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.ingress.error.ErrorResponses;
import dev.sluice.ingress.request.CallerHeaders;
import dev.sluice.ingress.virtualkey.AuthOutcome;
import dev.sluice.ingress.virtualkey.GivenKey;
import dev.sluice.ingress.virtualkey.KeyHolder;
import dev.sluice.ingress.virtualkey.VirtualKeyAuthenticator;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.fault.WithoutMessage;
import dev.sluice.schemas.id.RequestId;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives each request to the handler of its path, once its caller is known. For one event loop. */
final class RequestRouter {
  private static final Logger LOG = LoggerFactory.getLogger(RequestRouter.class);

  /** Below it everything is Google's. */
  private static final String GOOGLE = "/v1beta/";

  /** Only callers of Google's API send it. */
  private static final String GOOGLE_KEY = "x-goog-api-key";

  /** Only callers of Anthropic's API send it. */
  private static final String ANTHROPIC_VERSION = "anthropic-version";

  private final Collaborators with;
  private final Serving serving;
  private final OpenOnLoop open;
  private final VirtualKeyAuthenticator authenticator;
  private final InferenceHandler inference;
  private final CountTokensHandler countTokens;
  private final ModelsHandler models;
  private final DescriptionHandler description;

  RequestRouter(
      Collaborators with, Serving serving, OpenOnLoop open, VirtualKeyAuthenticator authenticator) {
    this.with = with;
    this.serving = serving;
    this.open = open;
    this.authenticator = authenticator;
    Intake intake = new Intake(with, open);
    this.inference = new InferenceHandler(with, open, intake);
    this.countTokens = new CountTokensHandler(with, open, intake);
    this.models = new ModelsHandler(with);
    this.description = new DescriptionHandler(with);
  }

  /** Handles a request; never throws. */
  void route(HttpServerRequest request) {
    long receivedNanos = System.nanoTime();
    String requestId = RequestId.create(with.clock().instant()).value();
    String path = request.path() == null ? "" : request.path();
    Optional<Route> route = Route.of(path).filter(found -> isServed(request, found, path));
    Surface surface = surface(request, path, route);
    String metric = route.map(found -> metric(found, surface)).orElse("other");
    Incoming in = new Incoming(request, requestId, metric, surface, receivedNanos);
    try {
      surface
          .dialect()
          .requestIdHeader()
          .ifPresent(name -> request.response().putHeader(name, requestId));
      route(in, path, route);
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("requestId", requestId)
          .setCause(WithoutMessage.of(e))
          .log("Handling a request failed");
      if (!request.response().headWritten()) {
        refuse(in, surface.errors().internal(requestId));
      } else {
        request.connection().close();
      }
    }
  }

  /** A model's name may have a colon; a method that is not served has one, too. */
  private static boolean isServed(HttpServerRequest request, Route route, String path) {
    return switch (route) {
      case MODEL, GOOGLE_MODEL ->
          !request.method().equals(HttpMethod.POST) || route.model(path).indexOf(':') < 0;
      default -> true;
    };
  }

  /** Where the path does not say in whose words to answer, the headers may. */
  private Surface surface(HttpServerRequest request, String path, Optional<Route> route) {
    Surfaces surfaces = with.surfaces();
    if (route.isEmpty()) {
      return otherSurface(request, path);
    }
    return switch (route.get()) {
      case CHAT -> surfaces.chat();
      case RESPONSES -> surfaces.responses();
      case COMPLETIONS -> surfaces.completions();
      case EMBEDDINGS -> surfaces.embeddings();
      case RERANK -> surfaces.rerank();
      case MESSAGES, COUNT_TOKENS -> surfaces.messages();
      case GENERATE, STREAM_GENERATE, GENERATE_V1, STREAM_GENERATE_V1 -> surfaces.generateContent();
      case MODELS, MODEL, GOOGLE_MODELS, GOOGLE_MODEL, DESCRIPTION -> otherSurface(request, path);
    };
  }

  private Surface otherSurface(HttpServerRequest request, String path) {
    Surfaces surfaces = with.surfaces();
    if (path.startsWith(Route.MESSAGES.template() + '/')) {
      return surfaces.messages();
    }
    if (path.startsWith(GOOGLE)) {
      return surfaces.generateContent();
    }
    if (request.headers().contains(ANTHROPIC_VERSION)) {
      return surfaces.messages();
    }
    return request.headers().contains(GOOGLE_KEY) ? surfaces.generateContent() : surfaces.chat();
  }

  /** Its name in metrics. */
  private static String metric(Route route, Surface surface) {
    return switch (route) {
      case CHAT,
          RESPONSES,
          COMPLETIONS,
          EMBEDDINGS,
          RERANK,
          MESSAGES,
          GENERATE,
          STREAM_GENERATE,
          GENERATE_V1,
          STREAM_GENERATE_V1 ->
          surface.route();
      case COUNT_TOKENS -> "count_tokens";
      case MODELS, GOOGLE_MODELS -> "models";
      case MODEL, GOOGLE_MODEL -> "model";
      case DESCRIPTION -> "description";
    };
  }

  private void route(Incoming in, String path, Optional<Route> found) {
    ErrorResponses errors = in.surface().errors();
    if (asksForKept(in.request(), path)) {
      refuse(in, errors.keepsNoResponses(found.isPresent()));
    } else if (found.isEmpty()) {
      refuse(in, errors.unknownPath(in.request().method().name(), path));
    } else if (!in.request().method().name().equals(found.get().method())) {
      String method = in.request().method().name();
      refuse(in, errors.methodNotAllowed(method, path, found.get().method()));
    } else {
      handle(in, path, found.get());
    }
  }

  private void handle(Incoming in, String path, Route route) {
    switch (route) {
      case CHAT,
          RESPONSES,
          COMPLETIONS,
          EMBEDDINGS,
          RERANK,
          MESSAGES,
          GENERATE,
          STREAM_GENERATE,
          GENERATE_V1,
          STREAM_GENERATE_V1 ->
          caller(in, (holder, config) -> inference.handle(in, holder, config));
      case COUNT_TOKENS -> caller(in, (holder, config) -> countTokens.handle(in, holder, config));
      case MODELS, GOOGLE_MODELS -> caller(in, (holder, config) -> models.list(in, holder, config));
      case MODEL, GOOGLE_MODEL ->
          caller(in, (holder, config) -> models.one(in, route.model(path), holder, config));
      case DESCRIPTION -> description.handle(in);
    }
  }

  /** One response that was kept, or a connection that keeps them. */
  private static boolean asksForKept(HttpServerRequest request, String path) {
    String responses = Route.RESPONSES.template();
    return path.startsWith(responses + "/resp_")
        || (path.equals(responses)
            && "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE)));
  }

  /** A handler once its caller is known. */
  private interface KnownCaller {
    void handle(KeyHolder holder, GatewayConfig config);
  }

  private void caller(Incoming in, KnownCaller handler) {
    HttpServerRequest request = in.request();
    ErrorResponses errors = in.surface().errors();
    switch (serving.state()) {
      case Serving.State.Draining() -> refuse(in, errors.draining());
      case Serving.State.NotReady(String reason) -> refuse(in, errors.notReady(reason));
      case Serving.State.Open() -> {
        GatewayConfig config = with.config().get();
        GivenKey given = GivenKey.of(request.headers(), request.query());
        switch (authenticator.authenticate(given, address(request), config)) {
          case AuthOutcome.Authenticated(KeyHolder holder) -> {
            Optional<String> projectHeader = CallerHeaders.namesProject(request.headers());
            if (projectHeader.isEmpty()) {
              handler.handle(holder, config);
            } else {
              suspect(in, holder, projectHeader.get() + ": the key alone says whose a request is");
              refuse(in, errors.projectHeader(projectHeader.get()));
            }
          }
          case AuthOutcome.WrongAddress(KeyHolder holder, String address) -> {
            suspect(in, holder, "called from " + address + ", not a network of the key");
            refuse(in, errors.addressNotAllowed(address));
          }
          case AuthOutcome.Several(List<String> places) -> refuse(in, errors.severalKeys(places));
          case AuthOutcome.Missing() -> refuse(in, errors.noKey());
          case AuthOutcome.Rejected() -> refuse(in, errors.wrongKey());
        }
      }
    }
  }

  private void suspect(Incoming in, KeyHolder holder, String what) {
    with.refusals().refused(holder.keyId(), in.requestId(), what);
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

  private void refuse(Incoming in, ErrorReply error) {
    with.metrics().request(in.route(), error.status(), "refused");
    Answers.errorUnread(open, in.request(), in.requestId(), error);
  }

  /** Answers bytes that are no HTTP request. */
  void malformed(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    String requestId = RequestId.create(with.clock().instant()).value();
    ErrorResponses errors = with.surfaces().chat().errors();
    ErrorReply error;
    if (cause instanceof TooLongHttpLineException) {
      error =
          errors.malformedHttp(414, "The request line is too long. Put the request into the body.");
    } else if (cause instanceof TooLongFrameException) {
      error = errors.malformedHttp(431, "The request headers are larger than 32 KiB. Send fewer.");
    } else {
      error =
          errors.malformedHttp(
              400, "The request is not well-formed HTTP. Speak HTTP/1.1 without TLS to this port.");
    }
    with.metrics().request("other", error.status(), "refused");
    Answers.error(request, requestId, error).onComplete(ignored -> request.connection().close());
  }
}
