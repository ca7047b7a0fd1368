package dev.sluice.ingress.http;

import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.ingress.metric.IngressMetric;
import dev.sluice.ingress.request.Caller;
import dev.sluice.ingress.request.CallerHeaders;
import dev.sluice.ingress.virtualkey.KeyHolder;
import dev.sluice.schemas.config.GatewayConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Chat completions: reads and understands the body, publishes the request and opens its exchange.
 * For one event loop.
 */
final class ChatCompletionsHandler {
  private static final String ROUTE = "chat_completions";

  private final Collaborators with;
  private final OpenOnLoop open;
  private final Understanding understanding;

  ChatCompletionsHandler(Collaborators with, OpenOnLoop open) {
    this.with = with;
    this.open = open;
    this.understanding = new Understanding(with);
  }

  /** What is known of a request before its body. */
  private record Head(
      HttpServerRequest request, Caller caller, GatewayConfig config, long receivedNanos) {
    String requestId() {
      return caller.requestId();
    }
  }

  /** Handles a request whose caller is known. */
  void handle(
      HttpServerRequest request,
      String requestId,
      KeyHolder holder,
      GatewayConfig config,
      long receivedNanos) {
    ErrorReply refusal = refusalByHead(request);
    if (refusal != null) {
      refuseUnread(request, requestId, refusal);
      return;
    }
    switch (CallerHeaders.read(request.headers(), config.defaults().deadline().toMillis())) {
      case CallerHeaders.Outcome.Wrong(String header, String problem) ->
          refuseUnread(request, requestId, with.errors().wrongHeader(header, problem));
      case CallerHeaders.Outcome.Read(CallerHeaders headers) -> {
        Caller caller = new Caller(requestId, holder, headers, with.clock().millis());
        Head head = new Head(request, caller, config, receivedNanos);
        if (HttpHeaders.CONTINUE.toString().equalsIgnoreCase(request.getHeader("expect"))) {
          request.response().writeContinue();
        }
        BodyReading.start(
            request,
            open,
            with.bounds(),
            with.limits().maxBodyBytes(),
            with.limits().bodySeconds(),
            outcome -> body(head, outcome));
      }
    }
  }

  private @Nullable ErrorReply refusalByHead(HttpServerRequest request) {
    if (!with.bounds().hasRoom()) {
      with.metrics().count(IngressMetric.REFUSED_FULL, "in_flight");
      return with.errors().full();
    }
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    int limit = with.limits().maxBodyBytes();
    if (length != null && longerThan(length, limit)) {
      return with.errors().bodyTooLarge(limit);
    }
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type != null && !isJson(type)) {
      return with.errors().unsupportedContent("content-type", type, "application/json");
    }
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      return with.errors().unsupportedContent("content-encoding", encoding, "none");
    }
    return null;
  }

  private static boolean longerThan(String length, int limit) {
    try {
      return Long.parseLong(length.strip()) > limit;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isJson(String type) {
    String json = "application/json";
    return type.regionMatches(true, 0, json, 0, json.length())
        && (type.length() == json.length()
            || type.charAt(json.length()) == ';'
            || type.charAt(json.length()) == ' ');
  }

  private void body(Head head, BodyReading.Outcome outcome) {
    switch (outcome) {
      case BodyReading.Outcome.Complete(byte[] body, long taken) -> complete(head, body, taken);
      case BodyReading.Outcome.TooLarge() ->
          refuseUnread(
              head.request(),
              head.requestId(),
              with.errors().bodyTooLarge(with.limits().maxBodyBytes()));
      case BodyReading.Outcome.NoRoom() -> {
        with.metrics().count(IngressMetric.REFUSED_FULL, "body_bytes");
        refuseUnread(head.request(), head.requestId(), with.errors().full());
      }
      case BodyReading.Outcome.TooSlow() ->
          refuseUnread(
              head.request(),
              head.requestId(),
              with.errors().bodyTooSlow(with.limits().bodySeconds()));
      case BodyReading.Outcome.Gone() -> with.metrics().request(ROUTE, 499, "caller_gone");
    }
  }

  private void complete(Head head, byte[] body, long taken) {
    if (body.length <= LargeWork.LARGE_BYTES) {
      publish(head, understood(head, body), taken);
      return;
    }
    boolean offered =
        with.largeWork()
            .offer(() -> {
              Understanding.Outcome understood = understood(head, body);
              open.later(() -> publish(head, understood, taken));
            });
    if (!offered) {
      with.metrics().count(IngressMetric.REFUSED_FULL, "large_bodies");
      publish(head, new Understanding.Outcome.Refused(with.errors().full()), taken);
    }
  }

  private Understanding.Outcome understood(Head head, byte[] body) {
    return understanding.of(body, head.caller(), head.config(), head.receivedNanos());
  }

  private void publish(Head head, Understanding.Outcome understood, long taken) {
    switch (understood) {
      case Understanding.Outcome.Refused(ErrorReply error) -> {
        with.bounds().giveBytesBack(taken);
        refuse(head, error);
      }
      case Understanding.Outcome.Ready ready -> {
        if (head.request().response().closed()) {
          with.bounds().giveBytesBack(taken);
          with.metrics().request(ROUTE, 499, "caller_gone");
        } else if (!with.bounds().enter()) {
          with.bounds().giveBytesBack(taken);
          with.metrics().count(IngressMetric.REFUSED_FULL, "in_flight");
          refuse(head, with.errors().full());
        } else if (!start(head, ready, taken)) {
          with.bounds().leave();
          with.bounds().giveBytesBack(taken);
          with.metrics().count(IngressMetric.REFUSED_FULL, "sends");
          refuse(head, with.errors().full());
        }
      }
    }
  }

  private boolean start(Head head, Understanding.Outcome.Ready ready, long taken) {
    Exchange exchange =
        new Exchange(
            with,
            open,
            head.request(),
            head.caller(),
            ready.context(),
            ready.stream(),
            taken,
            head.receivedNanos());
    return exchange.start(head.caller().holder().account(), ready.value());
  }

  private void refuse(Head head, ErrorReply error) {
    with.metrics().request(ROUTE, error.status(), "refused");
    Answers.error(head.request(), head.requestId(), error);
  }

  private void refuseUnread(HttpServerRequest request, String requestId, ErrorReply error) {
    with.metrics().request(ROUTE, error.status(), "refused");
    Answers.errorUnread(open, request, requestId, error);
  }
}
