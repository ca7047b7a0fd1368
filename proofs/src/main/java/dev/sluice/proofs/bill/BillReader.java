package dev.sluice.proofs.bill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Reads the bill that the simulator keeps. Blocks on HTTP. */
public final class BillReader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;

  /**
   * @param simulatorUrl such as {@code http://127.0.0.1:9000}
   */
  public BillReader(String simulatorUrl) {
    this.url = simulatorUrl;
  }

  /** Calls in progress, which are on no bill yet. */
  public int open() throws IOException {
    return get("/bill?since=" + Long.MAX_VALUE).path("open").asInt();
  }

  /** The whole bill, oldest first. */
  public List<BilledCall> read() throws IOException {
    List<BilledCall> calls = new ArrayList<>();
    long since = 0;
    while (true) {
      JsonNode page = get("/bill?since=" + since);
      for (JsonNode entry : page.path("entries")) {
        calls.add(call(entry));
        since = entry.path("number").asLong() + 1;
      }
      if (!page.path("more").asBoolean()) {
        return calls;
      }
    }
  }

  private static BilledCall call(JsonNode entry) {
    Map<String, Long> tokens = new HashMap<>();
    entry.path("tokens").properties().forEach(e -> tokens.put(e.getKey(), e.getValue().asLong()));
    JsonNode cost = entry.path("cost_nano_usd");
    return new BilledCall(
        entry.path("attempt").asText(),
        entry.path("model").asText(),
        entry.path("status").asInt(),
        entry.path("repeated").asBoolean(),
        entry.path("usage_given").asBoolean(),
        entry.path("ended").asText(),
        tokens,
        cost.isNumber() ? OptionalLong.of(cost.asLong()) : OptionalLong.empty(),
        entry.path("started_ms").asLong());
  }

  private JsonNode get(String path) throws IOException {
    try {
      HttpResponse<byte[]> response =
          http.send(
              HttpRequest.newBuilder(URI.create(url + path)).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new IOException("the simulator answered " + response.statusCode() + " to " + path);
      }
      return JSON.readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
