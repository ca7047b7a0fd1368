package dev.sluice.ingress.http;

import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.ingress.error.ErrorResponses;
import dev.sluice.ingress.metric.IngressMetric;
import dev.sluice.ingress.request.Caller;
import dev.sluice.ingress.request.CallerHeaders;
import dev.sluice.ingress.virtualkey.KeyHolder;
import dev.sluice.schemas.config.GatewayConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the head and the body of a request whose caller is known, or refuses it. For one event
 * loop.
 */
final class Intake {
  private static final int LONGEST_HEADER = 2_048;

  private final Collaborators with;
  private final OpenOnLoop open;

  Intake(Collaborators with, OpenOnLoop open) {
    this.with = with;
    this.open = open;
  }

  /**
   * What is known of a request before its body.
   *
   * @param carried headers that are a part of the request, names in lower case
   */
  record Head(Incoming in, Caller caller, Map<String, String> carried, GatewayConfig config) {}

  /** What comes after a body. */
  interface Next {
    /**
     * The body is here.
     *
     * @param taken of the bounds, to be given back
     */
    void body(Head head, byte[] body, long taken);
  }

  /** Takes a request; calls {@code next} once, later, unless it is refused or its caller goes. */
  void take(Incoming in, KeyHolder holder, GatewayConfig config, Next next) {
    ErrorReply refusal = refusalByHead(in);
    if (refusal != null) {
      refuseUnread(in, refusal);
      return;
    }
    HttpServerRequest request = in.request();
    switch (CallerHeaders.read(request.headers(), config.defaults().deadline().toMillis())) {
      case CallerHeaders.Outcome.Wrong(String header, String problem) -> {
        if (CallerHeaders.attributes(header)) {
          with.refusals().refused(holder.keyId(), in.requestId(), header + ": " + problem);
        }
        refuseUnread(in, in.surface().errors().wrongHeader(header, problem));
      }
      case CallerHeaders.Outcome.Read(CallerHeaders headers) -> {
        Caller caller = new Caller(in.requestId(), holder, headers, with.clock().millis());
        Head head = new Head(in, caller, carried(in), config);
        if (HttpHeaders.CONTINUE.toString().equalsIgnoreCase(request.getHeader("expect"))) {
          request.response().writeContinue();
        }
        BodyReading.start(
            request,
            open,
            with.bounds(),
            with.limits().maxBodyBytes(),
            with.limits().bodySeconds(),
            outcome -> body(head, outcome, next));
      }
    }
  }

  private @Nullable ErrorReply refusalByHead(Incoming in) {
    ErrorResponses errors = in.surface().errors();
    HttpServerRequest request = in.request();
    if (!with.bounds().hasRoom()) {
      with.metrics().count(IngressMetric.REFUSED_FULL, "in_flight");
      return errors.full();
    }
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    int limit = with.limits().maxBodyBytes();
    if (length != null && longerThan(length, limit)) {
      return errors.bodyTooLarge(limit);
    }
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type != null && !isJson(type)) {
      return errors.unsupportedContent("content-type", type, "application/json");
    }
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      return errors.unsupportedContent("content-encoding", encoding, "none");
    }
    for (String name : in.surface().dialect().requestHeaders()) {
      String value = joined(request, name);
      if (value != null && value.length() > LONGEST_HEADER) {
        return errors.wrongHeader(name, "longer than " + LONGEST_HEADER + " characters");
      }
    }
    return null;
  }

  private static Map<String, String> carried(Incoming in) {
    Map<String, String> carried = Map.of();
    for (String name : in.surface().dialect().requestHeaders()) {
      String value = joined(in.request(), name);
      if (value != null) {
        carried = carried.isEmpty() ? new HashMap<>() : carried;
        carried.put(name, value);
      }
    }
    return carried;
  }

  /** A header may be given several times for a list; null where it is not there. */
  private static @Nullable String joined(HttpServerRequest request, String name) {
    return request.headers().contains(name)
        ? String.join(",", request.headers().getAll(name))
        : null;
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

  private void body(Head head, BodyReading.Outcome outcome, Next next) {
    Incoming in = head.in();
    ErrorResponses errors = in.surface().errors();
    switch (outcome) {
      case BodyReading.Outcome.Complete(byte[] body, long taken) -> next.body(head, body, taken);
      case BodyReading.Outcome.TooLarge() ->
          refuseUnread(in, errors.bodyTooLarge(with.limits().maxBodyBytes()));
      case BodyReading.Outcome.NoRoom() -> {
        with.metrics().count(IngressMetric.REFUSED_FULL, "body_bytes");
        refuseUnread(in, errors.full());
      }
      case BodyReading.Outcome.TooSlow() ->
          refuseUnread(in, errors.bodyTooSlow(with.limits().bodySeconds()));
      case BodyReading.Outcome.Gone() -> gone(in);
    }
  }

  /** Refuses a request whose body was taken. */
  void refuse(Incoming in, ErrorReply error) {
    with.metrics().request(in.route(), error.status(), "refused");
    Answers.error(in.request(), in.requestId(), error);
  }

  /** The caller went before it was answered. */
  void gone(Incoming in) {
    with.metrics().request(in.route(), 499, "caller_gone");
  }

  private void refuseUnread(Incoming in, ErrorReply error) {
    with.metrics().request(in.route(), error.status(), "refused");
    Answers.errorUnread(open, in.request(), in.requestId(), error);
  }
}
