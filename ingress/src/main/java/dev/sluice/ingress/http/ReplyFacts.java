package dev.sluice.ingress.http;

import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.money.NanoDollars;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.usage.UsageSource;
import io.vertx.core.MultiMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Sluice itself says about a reply.
 *
 * @param deployment that answered, empty where none did
 * @param attempts how many calls were made, 0 where unknown
 * @param costNanoUsd of all of them, null where unpriced or unknown
 * @param estimated whether the tokens were counted here, because the provider gave none
 */
record ReplyFacts(String deployment, int attempts, @Nullable Long costNanoUsd, boolean estimated) {
  static final ReplyFacts NONE = new ReplyFacts("", 0, null, false);

  static ReplyFacts of(ReplyFrame frame) {
    return new ReplyFacts(
        frame.getDeployment(),
        Math.max(frame.getAttempts(), frame.getAttemptNumber()),
        frame.getCostNanoUsd(),
        frame.getUsage() != null && frame.getUsage().getSource() == UsageSource.ESTIMATED);
  }

  /** Headers of an answer whose cost is not known yet, or never will be. */
  void putHead(MultiMap headers) {
    if (!deployment.isEmpty()) {
      headers.set(Headers.DEPLOYMENT, deployment);
    }
    if (attempts > 0) {
      headers.set(Headers.ATTEMPTS, Integer.toString(attempts));
    }
    headers.set(Headers.CACHE, Headers.MISS);
  }

  /** Headers of a whole answer. */
  void putAll(MultiMap headers) {
    putHead(headers);
    Long cost = costNanoUsd;
    if (cost == null) {
      headers.set(Headers.COST, Headers.UNPRICED);
    } else {
      headers.set(Headers.COST, new NanoDollars(cost).usdText());
    }
  }

  /** The field that a streamed reply's usage object carries: the cost as exact decimal text. */
  Map<String, String> usageFields(String requestId) {
    JsonText json = new JsonText(192).object();
    Long cost = costNanoUsd;
    if (cost == null) {
      json.nullField("cost_usd");
    } else {
      json.field("cost_usd", new NanoDollars(cost).usdText());
    }
    json.field("deployment", deployment).field("attempts", attempts).field("request_id", requestId);
    if (estimated) {
      json.field("usage", "estimated");
    }
    return Map.of("sluice", json.endObject().text());
  }
}
