package dev.sluice.ingress.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The description of the API and the page that shows it. They hold no secret and need no key. */
final class StaticPages implements HttpHandler {
  static final String OPENAPI = "/openapi.json";
  static final String DOCS = "/docs";

  private static final Map<String, Page> PAGES =
      Map.of(
          OPENAPI,
          page("openapi.json", "application/json"),
          DOCS,
          page("docs.html", "text/html; charset=utf-8"),
          DOCS + "/docs.js",
          page("docs.js", "text/javascript; charset=utf-8"),
          DOCS + "/docs.css",
          page("docs.css", "text/css; charset=utf-8"));

  /** A file, read once. */
  private record Page(byte[] bytes, String type) {}

  private static Page page(String name, String type) {
    try (InputStream in = StaticPages.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the build left out " + name);
      }
      return new Page(in.readAllBytes(), type);
    } catch (IOException e) {
      throw new UncheckedIOException("the build broke " + name, e);
    }
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Page page = PAGES.get(exchange.getRequestURI().getRawPath().replaceFirst("/$", ""));
      boolean get = exchange.getRequestMethod().equals("GET");
      if (page == null || !get) {
        exchange.sendResponseHeaders(page == null ? 404 : 405, -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", page.type());
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      exchange
          .getResponseHeaders()
          .set(
              "Content-Security-Policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'");
      exchange.sendResponseHeaders(200, page.bytes().length);
      exchange.getResponseBody().write(page.bytes());
    }
  }
}
