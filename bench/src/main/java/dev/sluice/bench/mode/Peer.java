package dev.sluice.bench.mode;

import dev.sluice.bench.load.Call;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Another gateway that speaks OpenAI's dialect and runs already.
 *
 * @param url up to the version, for example {@code http://127.0.0.1:8787/v1}
 * @param key bearer token, may be empty
 * @param headers further ones; {@code {provider}} in a value is the root of the provider that the
 *     call is for
 * @param jsonModel asked for whole replies
 * @param streamModel asked for streams
 * @param pids its processes, may be empty
 */
public record Peer(
    String name,
    URI url,
    String key,
    Map<String, String> headers,
    String jsonModel,
    String streamModel,
    List<Long> pids) {

  private static final String PROVIDER = "{provider}";

  public Peer {
    headers = Map.copyOf(headers);
    pids = List.copyOf(pids);
  }

  Subject subject(Providers providers) {
    URI chat = URI.create(url.toString().replaceAll("/+$", "") + "/chat/completions");
    return new Subject(
        name,
        Call.post(chat, headersFor(providers.mock()), Bodies.json(jsonModel)),
        Call.post(chat, headersFor(providers.clock()), Bodies.stream(streamModel)),
        List.of(),
        pids);
  }

  private Map<String, String> headersFor(URI provider) {
    Map<String, String> all = new LinkedHashMap<>();
    if (!key.isEmpty()) {
      all.put("authorization", "Bearer " + key);
    }
    headers.forEach((header, value) -> all.put(header, value.replace(PROVIDER, provider + "")));
    return all;
  }

  /** Without the key, which may be a real one. */
  @Override
  public String toString() {
    return "Peer[" + name + " at " + url + "]";
  }
}
