package dev.sluice.ingress.admin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.sluice.ingress.error.AdminError;
import dev.sluice.schemas.config.GatewayConfig;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP side of the admin API: who calls, how many at a time, what they say, and what they are
 * told. Each call on a virtual thread of its own. Nothing of a body or a header is ever logged.
 */
final class AdminHandler implements HttpHandler {
  static final int MOST_BODY_BYTES = 512 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);
  private static final int MOST_OPEN = 64;
  private static final ObjectReader BODIES =
      new ObjectMapper()
          .readerFor(JsonNode.class)
          .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final AdminRoutes routes;
  private final Supplier<GatewayConfig> config;
  private final BooleanSupplier configRead;
  private final RefusalAudit refusals;
  private final Semaphore open = new Semaphore(MOST_OPEN);

  AdminHandler(
      AdminRoutes routes,
      Supplier<GatewayConfig> config,
      BooleanSupplier configRead,
      RefusalAudit refusals) {
    this.routes = routes;
    this.config = config;
    this.configRead = configRead;
    this.refusals = refusals;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      AdminReply reply;
      try {
        reply = reply(exchange);
      } catch (RefusedException e) {
        reply = refusal(e.error());
      } catch (RuntimeException e) {
        String id = UUID.randomUUID().toString();
        LOG.atError().addKeyValue("id", id).setCause(e).log("admin call failed");
        reply = refusal(AdminError.internal(id));
      }
      answer(exchange, reply);
    }
  }

  private AdminReply reply(HttpExchange exchange) throws IOException {
    if (!configRead.getAsBoolean()) {
      throw new RefusedException(AdminError.notReady("the configuration is not read yet"));
    }
    GatewayConfig now = config.get();
    AdminCaller caller;
    try {
      caller =
          AdminAuthenticator.authenticate(
              exchange.getRequestHeaders().getFirst("Authorization"), now);
    } catch (RefusedException e) {
      writeDown(RefusalAudit.NOBODY, exchange, e);
      throw e;
    }
    if (!open.tryAcquire()) {
      throw new RefusedException(AdminError.busy());
    }
    String route = "none"; // and not the path, which may hold whatever somebody pasted
    try {
      AdminRoutes.Match match =
          routes.match(
              exchange.getRequestMethod(), segments(exchange.getRequestURI().getRawPath()));
      route = match.route().path();
      AdminRequest request =
          new AdminRequest(
              caller,
              match.names(),
              query(exchange.getRequestURI().getRawQuery()),
              Precondition.of(
                  exchange.getRequestHeaders().getFirst("If-Match"),
                  exchange.getRequestHeaders().getFirst("If-None-Match")),
              body(exchange),
              now);
      return match.route().handler().handle(request);
    } catch (RefusedException e) {
      LOG.atInfo()
          .addKeyValue("actor", caller.actor())
          .addKeyValue("method", exchange.getRequestMethod())
          .addKeyValue("route", route)
          .addKeyValue("error", e.error().code())
          .log("admin call refused");
      writeDown(caller.actor(), exchange, e);
      throw e;
    } finally {
      open.release();
    }
  }

  private void writeDown(String actor, HttpExchange exchange, RefusedException refused) {
    if (refused.isWrittenDown()) {
      return;
    }
    List<String> path;
    try {
      path = segments(exchange.getRequestURI().getRawPath());
    } catch (RefusedException e) {
      path = List.of();
    }
    refusals.refused(actor, exchange.getRequestMethod(), path, refused.error());
  }

  private static List<String> segments(String rawPath) {
    String path = rawPath.substring(AdminRoutes.ROOT.length());
    List<String> segments = new ArrayList<>();
    for (String segment : path.split("/", -1)) {
      segments.add(decoded(segment.replace("+", "%2B")));
    }
    if (!segments.removeFirst().isEmpty()) {
      throw new RefusedException(AdminError.unknownPath(rawPath));
    }
    return segments;
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : (raw == null ? "" : raw).split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          AdminError.invalid("A % in the address begins no two hex digits."));
    }
  }

  private static ObjectNode body(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(MOST_BODY_BYTES + 1);
    if (bytes.length > MOST_BODY_BYTES) {
      throw new RefusedException(AdminError.tooLarge(MOST_BODY_BYTES));
    }
    if (bytes.length == 0) {
      return Shapes.JSON.createObjectNode();
    }
    try {
      if (BODIES.readTree(bytes) instanceof ObjectNode object) {
        return object;
      }
      throw new RefusedException(AdminError.invalid("The body is not a JSON object."));
    } catch (JsonProcessingException e) {
      throw new RefusedException(
          AdminError.invalid(
              "The body is not JSON"
                  + (e.getLocation() == null
                      ? "."
                      : ": line "
                          + e.getLocation().getLineNr()
                          + ", column "
                          + e.getLocation().getColumnNr()
                          + ".")));
    }
  }

  private static AdminReply refusal(AdminError error) {
    return new AdminReply(error.status(), error.headers(), Shapes.error(error));
  }

  private static void answer(HttpExchange exchange, AdminReply reply) throws IOException {
    byte[] bytes = Shapes.JSON.writeValueAsBytes(reply.body());
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(reply.status(), head ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
