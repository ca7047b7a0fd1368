package dev.sluice.proofs.fuzz;

import dev.sluice.proofs.fuzz.FuzzCase.End;
import dev.sluice.proofs.gateway.GatewayFile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes the case of a number: always the same one of the same seed. */
final class FuzzCases {
  private static final List<String> GOOD =
      List.of(
          "{\"model\":\"openai/gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"hi [[sim out=3]]\"}]}",
          "{\"model\":\"assistant\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
              + "\"messages\":[{\"role\":\"system\",\"content\":\"be brief\"},{\"role\":\"user\",\"content\":\"hi [[sim out=4]]\"}]}",
          "{\"model\":\"anthropic/claude-haiku-4-5\",\"max_tokens\":9,\"temperature\":0.5,\"stop\":[\"x\"],"
              + "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi [[sim out=2]]\"},"
              + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,iVBORw0KGgo=\"}}]}]}",
          "{\"model\":\"assistant\",\"n\":2,\"seed\":1,\"user\":\"kim\",\"metadata\":{\"a\":\"b\"},"
              + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look\",\"parameters\":{\"type\":\"object\",\"properties\":{}}}}],"
              + "\"tool_choice\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"q [[sim out=3]]\"},"
              + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\","
              + "\"function\":{\"name\":\"look\",\"arguments\":\"{}\"}}]},"
              + "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"found\"}]}",
          "{\"model\":\"assistant\",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\","
              + "\"schema\":{\"type\":\"object\"}}},\"reasoning_effort\":\"low\",\"max_completion_tokens\":30,"
              + "\"messages\":[{\"role\":\"developer\",\"content\":\"d\"},{\"role\":\"user\",\"content\":\"hi [[sim out=3]]\"}]}");
  private static final List<String> METHODS =
      List.of("GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "POST", "BREW", "post");
  private static final List<String> PATHS =
      List.of(
          "/",
          "/v1",
          "/v1/models",
          "/v1/models/",
          "/v1/models/assistant",
          "/v1/models/%2e%2e%2f",
          "/v1/models/%zz",
          "/v1/models/a%00b",
          "/v1/chat/completions/",
          "//v1/chat/completions",
          "/v1/chat/completions?x=1&y=%",
          "/V1/CHAT/COMPLETIONS",
          "*",
          "http://other/v1/models",
          "/v1/models?" + "q".repeat(2_000),
          "/v1/embeddings",
          "/admin",
          "/metrics",
          "/..;/v1/models");
  private static final List<String> HEADERS =
      List.of(
          "x-sluice-deadline-ms: 1",
          "x-sluice-deadline-ms: -5",
          "x-sluice-deadline-ms: 9e9",
          "x-sluice-deadline-ms: 40",
          "x-sluice-tags: a,b,c",
          "x-sluice-tags: ,,,",
          "x-sluice-tags: \u00e4",
          "x-sluice-user: \u00ff\u00fe",
          "x-sluice-user:",
          "x-sluice-project: hr",
          "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
          "traceparent: zz",
          "content-type: text/html",
          "content-type: application/json; charset=utf-16",
          "content-type:",
          "content-encoding: br",
          "content-encoding: identity",
          "accept-encoding: gzip, br",
          "expect: 100-continue",
          "expect: the unexpected",
          "authorization: Bearer other",
          "authorization:",
          "upgrade: websocket",
          "upgrade: h2c",
          "te: trailers",
          "host:",
          "cookie: " + "c".repeat(7_000),
          "range: bytes=0-1",
          "x-http-method-override: DELETE",
          "forwarded: for=1",
          "bad header without colon",
          " folded: line",
          "x-\u0001: control");

  private FuzzCases() {}

  static FuzzCase of(int number) {
    Random random = FuzzSettings.randomOf(number);
    return switch (number % 12) {
      case 0, 1, 2 -> one(number, "changed JSON", chat(new JsonMutation(random).of(good(random))));
      case 3, 4 -> one(number, "changed bytes", chat(flipped(random, utf8(good(random)))));
      case 5 -> cutShort(number, random);
      case 6 -> wrongLength(number, random);
      case 7 -> pipelined(number, random);
      case 8 -> one(number, "changed headers", headers(random));
      case 9 -> one(number, "path and method", route(random));
      case 10 -> slow(number, random);
      default -> noise(number, random);
    };
  }

  private static FuzzCase one(int number, String kind, byte[] request) {
    return new FuzzCase(number, kind, List.of(request), 0, End.READS);
  }

  private static FuzzCase cutShort(int number, Random random) {
    byte[] whole = chat(utf8(good(random)));
    byte[] part = Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 1));
    End end = random.nextBoolean() ? End.STOPS_SENDING : End.GOES_AWAY;
    return new FuzzCase(number, "cut short", List.of(part), 0, end);
  }

  private static FuzzCase wrongLength(int number, Random random) {
    byte[] body = utf8(good(random));
    int length = random.nextInt(body.length * 2);
    byte[] request = request("POST", "/v1/chat/completions", body, "content-length: " + length);
    return new FuzzCase(
        number,
        "wrong length",
        List.of(request),
        0,
        length > body.length ? End.STOPS_SENDING : End.READS);
  }

  private static FuzzCase pipelined(int number, Random random) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = random.nextInt(4); i >= 0; i--) {
      byte[] body =
          utf8(random.nextInt(3) == 0 ? new JsonMutation(random).of(good(random)) : good(random));
      String connection = i == 0 ? "close" : "keep-alive";
      all.writeBytes(
          raw(
              "POST /v1/chat/completions HTTP/1.1",
              List.of("connection: " + connection, "content-length: " + body.length),
              body));
    }
    End end = random.nextInt(5) == 0 ? End.GOES_AWAY : End.READS;
    return new FuzzCase(number, "pipelined", List.of(all.toByteArray()), 0, end);
  }

  private static byte[] headers(Random random) {
    byte[] body = utf8(good(random));
    List<String> headers = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      headers.add(HEADERS.get(random.nextInt(HEADERS.size())));
    }
    headers.add("content-length: " + body.length);
    return request("POST", "/v1/chat/completions", body, String.join("\r\n", headers));
  }

  private static byte[] route(Random random) {
    byte[] body = random.nextBoolean() ? new byte[0] : utf8(good(random));
    return request(
        METHODS.get(random.nextInt(METHODS.size())),
        PATHS.get(random.nextInt(PATHS.size())),
        body,
        "content-length: " + body.length);
  }

  private static FuzzCase slow(int number, Random random) {
    byte[] whole = chat(utf8(good(random)));
    int count = 2 + random.nextInt(9);
    List<byte[]> pieces = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= count; i++) {
      int to = i == count ? whole.length : from + random.nextInt(whole.length - from);
      pieces.add(Arrays.copyOfRange(whole, from, to));
      from = to;
    }
    End end = random.nextInt(4) == 0 ? End.GOES_AWAY : End.READS;
    return new FuzzCase(number, "slow sender", pieces, 20 + random.nextInt(60), end);
  }

  private static FuzzCase noise(int number, Random random) {
    byte[] bytes =
        switch (random.nextInt(4)) {
          case 0 -> {
            byte[] noise = new byte[random.nextInt(3_000)];
            random.nextBytes(noise);
            yield noise;
          }
          case 1 -> flipped(random, chat(utf8(good(random))));
          case 2 -> chunked("zz\r\nhello\r\n0\r\n\r\n");
          default -> chunked(Integer.toHexString(random.nextInt()) + "\r\n{\"model\":");
        };
    return new FuzzCase(number, "noise", List.of(bytes), 0, End.STOPS_SENDING);
  }

  private static byte[] chunked(String body) {
    return request("POST", "/v1/chat/completions", utf8(body), "transfer-encoding: chunked");
  }

  private static byte[] flipped(Random random, byte[] bytes) {
    byte[] changed = bytes.clone();
    for (int i = 1 + random.nextInt(8); i > 0; i--) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
    }
    return changed;
  }

  private static String good(Random random) {
    return GOOD.get(random.nextInt(GOOD.size()));
  }

  private static byte[] chat(String body) {
    return chat(utf8(body));
  }

  private static byte[] chat(byte[] body) {
    return request("POST", "/v1/chat/completions", body, "content-length: " + body.length);
  }

  /** A request after which the server closes the connection. */
  private static byte[] request(String method, String path, byte[] body, String header) {
    return raw(
        method + ' ' + path + " HTTP/1.1", List.of("connection: close", "x-next: 1", header), body);
  }

  private static byte[] raw(String line, List<String> headers, byte[] body) {
    String head =
        line
            + "\r\nhost: gateway\r\n"
            + String.join("\r\n", headers)
            + "\r\nauthorization: Bearer "
            + GatewayFile.KEY
            + "\r\ncontent-type: application/json\r\nx-sluice-deadline-ms: 8000\r\n\r\n";
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    all.writeBytes(body);
    return all.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
