package dev.sluice.simulator;

import dev.sluice.simulator.bill.Caller;
import dev.sluice.simulator.bill.Credential;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads who is calling. One object serves one event loop and remembers fingerprints it has made.
 */
final class CallerReader {

  private static final int REMEMBERED = 1_000;
  private static final String BEARER = "Bearer ";
  private static final String SIGNED = "AWS4-HMAC-SHA256 Credential=";

  private final boolean wanted;
  private final Map<String, Credential> fingerprints = new HashMap<>();

  /**
   * @param wanted false where no bill is kept and nobody asks who called
   */
  CallerReader(boolean wanted) {
    this.wanted = wanted;
  }

  Caller read(HttpServerRequest request, String api, String model, String serial) {
    if (!wanted) {
      return new Caller("", false, Credential.NONE, api, model);
    }
    MultiMap headers = request.headers();
    String attempt = headers.get("x-client-request-id");
    Credential credential = credential(headers);
    return attempt == null || attempt.isEmpty()
        ? new Caller("unnamed-" + serial, false, credential, api, model)
        : new Caller(attempt, true, credential, api, model);
  }

  private Credential credential(MultiMap headers) {
    String secret =
        first(
            headers.get("x-api-key"),
            headers.get("authorization"),
            headers.get("api-key"),
            headers.get("x-goog-api-key"));
    if (secret.isEmpty()) {
      return Credential.NONE;
    }
    if (fingerprints.size() >= REMEMBERED) {
      fingerprints.clear();
    }
    return fingerprints.computeIfAbsent(bare(secret), Credential::of);
  }

  /** Of a signature the access key that made it, for no two are the same. */
  private static String bare(String secret) {
    if (secret.startsWith(BEARER)) {
      return secret.substring(BEARER.length()).strip();
    }
    int end = secret.indexOf('/', SIGNED.length());
    return secret.startsWith(SIGNED) && end > 0 ? secret.substring(SIGNED.length(), end) : secret;
  }

  private static String first(@Nullable String... values) {
    for (String value : values) {
      if (value != null && !value.isEmpty()) {
        return value;
      }
    }
    return "";
  }
}
