package dev.sluice.launcher.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.launcher.registry.RegistryReply.Answer;
import dev.sluice.launcher.registry.RegistryReply.Refusal;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between HTTP and the routes: paths, bodies, statuses. Runs on the event loop and never blocks it.
 */
final class HttpFront {

  private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int LARGEST_BODY = 4 * 1024 * 1024;

  private final Vertx vertx;
  private final RouteTable routes;
  private final Executor writer;

  HttpFront(Vertx vertx, RouteTable routes, Executor writer) {
    this.vertx = vertx;
    this.routes = routes;
    this.writer = writer;
  }

  void handle(HttpServerRequest request) {
    Buffer body = Buffer.buffer();
    request.handler(chunk -> {
      if (body.length() <= LARGEST_BODY) {
        body.appendBuffer(chunk);
      }
    });
    request.endHandler(end -> dispatch(request, body));
  }

  private void dispatch(HttpServerRequest request, Buffer body) {
    HttpServerResponse response = request.response();
    if (body.length() > LARGEST_BODY) {
      send(response, new Refusal(413, 413, "The body is larger than 4 MiB."));
      return;
    }
    Optional<List<String>> path = path(request);
    Optional<JsonNode> json = json(body);
    if (path.isEmpty() || json.isEmpty()) {
      send(response, new Refusal(400, 400, "The path or the body is malformed."));
      return;
    }
    if (path.get().isEmpty()) {
      send(response, new Answer(JsonNodeFactory.instance.objectNode()));
      return;
    }
    Optional<RouteTable.Match> match = routes.find(request.method().name(), path.get());
    if (match.isEmpty()) {
      send(response, unknown(path.get()));
      return;
    }
    RouteTable.Route route = match.get().route();
    RegistryRequest read = new RegistryRequest(match.get().parts(), query(request), json.get());
    switch (route.runs()) {
      case AT_ONCE -> send(response, run(route, read));
      case IN_TURN -> runInTurn(response, route, read);
    }
  }

  private void runInTurn(
      HttpServerResponse response, RouteTable.Route route, RegistryRequest request) {
    Context context = vertx.getOrCreateContext();
    try {
      writer.execute(() -> {
        RegistryReply reply = run(route, request);
        context.runOnContext(nothing -> send(response, reply));
      });
    } catch (RejectedExecutionException e) {
      send(response, Refusal.overloaded());
    }
  }

  /** A bug in one route is one answer of 500, and not the end of the thread. */
  private static RegistryReply run(RouteTable.Route route, RegistryRequest request) {
    try {
      return route.action().apply(request);
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).addKeyValue("route", route.template()).log("registry route failed");
      return new Refusal(500, 500, "The registry failed; its log says how.");
    }
  }

  private RegistryReply unknown(List<String> path) {
    return routes.knows(path)
        ? new Refusal(405, 405, "HTTP 405 Method Not Allowed")
        : new Refusal(404, 404, "HTTP 404 Not Found");
  }

  private static void send(HttpServerResponse response, RegistryReply reply) {
    if (response.closed() || response.ended()) {
      return;
    }
    response.putHeader("content-type", CONTENT_TYPE);
    switch (reply) {
      case Answer(JsonNode body) -> response.end(body.toString());
      case Refusal(int status, int code, String message) -> {
        response.setStatusCode(status);
        response.end(
            JsonNodeFactory.instance
                .objectNode()
                .put("error_code", code)
                .put("message", message)
                .toString());
      }
    }
  }

  /** The parts of the path, decoded one by one, so that a subject may hold a slash. */
  private static Optional<List<String>> path(HttpServerRequest request) {
    List<String> parts = new ArrayList<>();
    try {
      for (String part : request.path().split("/")) {
        if (!part.isEmpty()) {
          // A plus sign in a path is itself.
          String escaped = part.replace("+", "%2B");
          parts.add(URLDecoder.decode(escaped, StandardCharsets.UTF_8));
        }
      }
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return Optional.of(parts);
  }

  private static Map<String, String> query(HttpServerRequest request) {
    MultiMap params = request.params();
    Map<String, String> query = new HashMap<>();
    params.forEach(entry -> query.putIfAbsent(entry.getKey(), entry.getValue()));
    return query;
  }

  private static Optional<JsonNode> json(Buffer body) {
    if (body.length() == 0) {
      return Optional.of(JsonNodeFactory.instance.objectNode());
    }
    try {
      JsonNode read = JSON.readTree(body.getBytes());
      return read.isObject() ? Optional.of(read) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
