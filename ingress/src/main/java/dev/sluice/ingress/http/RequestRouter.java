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
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives each request to the handler of its path, once its caller is known. For one event loop. */
final class RequestRouter {
  private static final Logger LOG = LoggerFactory.getLogger(RequestRouter.class);
  private static final String CHAT = "/v1/chat/completions";
  private static final String RESPONSES = "/v1/responses";
  private static final String COMPLETIONS = "/v1/completions";
  private static final String MESSAGES = "/v1/messages";
  private static final String COUNT_TOKENS = "/v1/messages/count_tokens";
  private static final String EMBEDDINGS = "/v1/embeddings";
  private static final String RERANK = "/v1/rerank";
  private static final String MODELS = "/v1/models";
  private static final String MODEL = "/v1/models/";
  private static final String GOOGLE = "/v1beta/";
  private static final String GOOGLE_MODELS = "/v1beta/models";
  private static final String GOOGLE_MODEL = "/v1beta/models/";
  private static final Set<String> GOOGLE_METHODS =
      Set.of("generateContent", "streamGenerateContent");

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
  }

  /** Handles a request; never throws. */
  void route(HttpServerRequest request) {
    long receivedNanos = System.nanoTime();
    String requestId = RequestId.create(with.clock().instant()).value();
    String path = request.path() == null ? "" : request.path();
    Surface surface = surface(request, path);
    Incoming in = new Incoming(request, requestId, route(surface, path), surface, receivedNanos);
    try {
      surface
          .dialect()
          .requestIdHeader()
          .ifPresent(name -> request.response().putHeader(name, requestId));
      route(in, path);
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

  /** Where the path does not say in whose words to answer, the headers may. */
  private Surface surface(HttpServerRequest request, String path) {
    Surfaces surfaces = with.surfaces();
    return switch (path) {
      case CHAT -> surfaces.chat();
      case RESPONSES -> surfaces.responses();
      case COMPLETIONS -> surfaces.completions();
      case EMBEDDINGS -> surfaces.embeddings();
      case RERANK -> surfaces.rerank();
      default -> otherSurface(request, path);
    };
  }

  private Surface otherSurface(HttpServerRequest request, String path) {
    Surfaces surfaces = with.surfaces();
    if (path.equals(MESSAGES) || path.startsWith(MESSAGES + '/')) {
      return surfaces.messages();
    }
    if (path.startsWith(GOOGLE) || isGoogleCall(path)) {
      return surfaces.generateContent();
    }
    if (request.headers().contains(ANTHROPIC_VERSION)) {
      return surfaces.messages();
    }
    return request.headers().contains(GOOGLE_KEY) ? surfaces.generateContent() : surfaces.chat();
  }

  private static String route(Surface surface, String path) {
    return switch (path) {
      case CHAT, RESPONSES, COMPLETIONS, MESSAGES, EMBEDDINGS, RERANK -> surface.route();
      case COUNT_TOKENS -> "count_tokens";
      case MODELS, GOOGLE_MODELS -> "models";
      default -> {
        if (isGoogleCall(path)) {
          yield surface.route();
        }
        yield modelIn(path).isEmpty() ? "other" : "model";
      }
    };
  }

  /** Whose model the path asks for, empty where it asks for none. */
  private static String modelIn(String path) {
    if (path.startsWith(MODEL)) {
      return path.substring(MODEL.length());
    }
    return path.startsWith(GOOGLE_MODEL) ? path.substring(GOOGLE_MODEL.length()) : "";
  }

  /** A name may have a colon; a method that is not served has one, too. */
  private static boolean isUnservedMethod(Incoming in, String id) {
    return in.request().method().equals(HttpMethod.POST) && id.indexOf(':') >= 0;
  }

  /** Google's SDKs call the one or the other version. */
  private static boolean isGoogleCall(String path) {
    return (path.startsWith(GOOGLE_MODEL) || path.startsWith(MODEL))
        && GOOGLE_METHODS.contains(path.substring(path.lastIndexOf(':') + 1));
  }

  private void route(Incoming in, String path) {
    if (asksForKept(in.request(), path)) {
      refuse(in, in.surface().errors().keepsNoResponses(path.equals(RESPONSES)));
      return;
    }
    switch (path) {
      case CHAT, RESPONSES, COMPLETIONS, MESSAGES, EMBEDDINGS, RERANK ->
          caller(
              in, HttpMethod.POST, path, (holder, config) -> inference.handle(in, holder, config));
      case COUNT_TOKENS ->
          caller(
              in,
              HttpMethod.POST,
              path,
              (holder, config) -> countTokens.handle(in, holder, config));
      case MODELS, GOOGLE_MODELS ->
          caller(in, HttpMethod.GET, path, (holder, config) -> models.list(in, holder, config));
      default -> {
        String id = modelIn(path);
        if (isGoogleCall(path)) {
          caller(
              in, HttpMethod.POST, path, (holder, config) -> inference.handle(in, holder, config));
        } else if (!id.isEmpty() && !isUnservedMethod(in, id)) {
          caller(in, HttpMethod.GET, path, (holder, config) -> models.one(in, id, holder, config));
        } else {
          refuse(in, in.surface().errors().unknownPath(in.request().method().name(), path));
        }
      }
    }
  }

  /** One response that was kept, or a connection that keeps them. */
  private static boolean asksForKept(HttpServerRequest request, String path) {
    return path.startsWith(RESPONSES + "/resp_")
        || (path.equals(RESPONSES)
            && "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE)));
  }

  /** A handler once its caller is known. */
  private interface KnownCaller {
    void handle(KeyHolder holder, GatewayConfig config);
  }

  private void caller(Incoming in, HttpMethod allowed, String path, KnownCaller handler) {
    HttpServerRequest request = in.request();
    ErrorResponses errors = in.surface().errors();
    if (!request.method().equals(allowed)) {
      refuse(in, errors.methodNotAllowed(request.method().name(), path, allowed.name()));
      return;
    }
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
