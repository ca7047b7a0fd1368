package dev.sluice.proofs.badinput;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request that is to be refused, and how.
 *
 * @param headers replace those of a good request; an empty value takes one out
 * @param chunked whether the body goes without a content length
 * @param words parts of the message: what is wrong, where, and what to do
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BadRequest(
    String name,
    String method,
    String path,
    Map<String, String> headers,
    byte[] body,
    boolean chunked,
    int status,
    @Nullable String code,
    @Nullable String param,
    List<String> words) {
  static final String CHAT = "/chat/completions";
  static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
  private static final String BEGIN = "{\"model\":\"assistant\",";

  /** A chat request with this body, to be refused with 400. */
  static BadRequest body(
      String name, String body, @Nullable String code, @Nullable String param, String... words) {
    return new BadRequest(
        name, "POST", CHAT, Map.of(), bytes(body), false, 400, code, param, List.of(words));
  }

  /** A good chat request but for one more field. */
  static BadRequest field(
      String name, String field, @Nullable String code, String param, String... words) {
    return body(name, BEGIN + MESSAGES + ',' + field + '}', code, param, words);
  }

  /** A good chat request but for its messages. */
  static BadRequest messages(
      String name, String messages, @Nullable String code, String param, String... words) {
    return body(name, BEGIN + "\"messages\":" + messages + '}', code, param, words);
  }

  /** A good chat request but for a header. */
  static BadRequest header(
      String name,
      String header,
      String value,
      int status,
      String code,
      @Nullable String param,
      String... words) {
    return new BadRequest(
        name,
        "POST",
        CHAT,
        Map.of(header, value),
        bytes(BEGIN + MESSAGES + '}'),
        false,
        status,
        code,
        param,
        List.of(words));
  }

  /** A request without a body to somewhere. */
  static BadRequest route(
      String name, String method, String path, int status, String code, String... words) {
    return new BadRequest(
        name,
        method,
        path,
        Map.of(),
        new byte[0],
        false,
        status,
        code,
        code.equals("model_not_found") ? "model" : null,
        List.of(words));
  }

  BadRequest of(byte[] other) {
    return new BadRequest(name, method, path, headers, other, chunked, status, code, param, words);
  }

  BadRequest inChunks() {
    return new BadRequest(name, method, path, headers, body, true, status, code, param, words);
  }

  BadRequest with(int otherStatus) {
    return new BadRequest(
        name, method, path, headers, body, chunked, otherStatus, code, param, words);
  }

  /** All headers, those of a good request included. */
  Map<String, String> allHeaders(String key) {
    Map<String, String> all = new TreeMap<>();
    all.put("authorization", "Bearer " + key);
    all.put("content-type", "application/json");
    all.putAll(headers);
    all.values().removeIf(String::isEmpty);
    return all;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] large(int size) {
    return bytes(
        BEGIN + "\"messages\":[{\"role\":\"user\",\"content\":\"" + "x".repeat(size) + "\"}]}");
  }

  static String list(int count, String item) {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(item + i);
    }
    return String.join(",", items);
  }

  @Override
  public String toString() {
    return name;
  }
}
