package dev.sluice.ingress.http;

import dev.sluice.dialects.api.ClientDialect;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.ingress.reply.ReplyStep;
import dev.sluice.schemas.money.NanoDollars;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.request.AdmissionNotes;
import dev.sluice.schemas.usage.UsageSource;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Sluice itself says about a reply.
 *
 * @param deployment that answered, empty where none did
 * @param attempts how many calls were made, 0 where unknown
 * @param costNanoUsd of all of them, null where unpriced or unknown
 * @param estimated whether the tokens were counted here, because the provider gave none
 * @param dropped parameters that the provider was not told
 * @param notes on the limits and budgets that apply, null where none does or nobody said
 */
record ReplyFacts(
    String deployment,
    int attempts,
    @Nullable Long costNanoUsd,
    boolean estimated,
    List<String> dropped,
    @Nullable AdmissionNotes notes) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final int MOST_NAMES = 20;

  static final ReplyFacts NONE = new ReplyFacts("", 0, null, false, List.of(), null);

  static ReplyFacts of(ReplyFrame frame) {
    return new ReplyFacts(
        frame.getDeployment(),
        Math.max(frame.getAttempts(), frame.getAttemptNumber()),
        frame.getCostNanoUsd(),
        frame.getUsage() != null && frame.getUsage().getSource() == UsageSource.ESTIMATED,
        frame.getDropped(),
        frame.getNotes());
  }

  static ReplyFacts of(ReplyStep.Failed failed) {
    Long cost = failed.costNanoUsd() == ReplyStep.Failed.UNKNOWN_COST ? null : failed.costNanoUsd();
    return new ReplyFacts(
        failed.deployment(), failed.attempts(), cost, false, List.of(), failed.notes());
  }

  /** What is known after a further frame of the same attempt; only the first one says all. */
  ReplyFacts and(ReplyFrame frame) {
    ReplyFacts told = of(frame);
    return new ReplyFacts(
        told.deployment,
        told.attempts,
        told.costNanoUsd,
        told.estimated,
        told.dropped.isEmpty() ? dropped : told.dropped,
        told.notes == null ? notes : told.notes);
  }

  /**
   * Headers of an answer whose cost is not known yet, or never will be.
   *
   * @param dialect of the caller, which has words of its own for limits
   * @param nowMs milliseconds since 1970
   */
  void putHead(MultiMap headers, ClientDialect dialect, long nowMs) {
    if (!deployment.isEmpty()) {
      headers.set(Headers.DEPLOYMENT, deployment);
    }
    if (attempts > 0) {
      headers.set(Headers.ATTEMPTS, Integer.toString(attempts));
    }
    headers.set(Headers.CACHE, Headers.MISS);
    if (!dropped.isEmpty()) {
      headers.set(Headers.DROPPED, names(dropped));
    }
    AdmissionNotes told = notes;
    if (told != null) {
      putNotes(headers, told);
      dialect.limitHeaders(told, nowMs).forEach(headers::set);
    }
  }

  /** Names are the caller's own and may be anything; a header takes only some. */
  private static String names(List<String> dropped) {
    List<String> shown =
        dropped.stream().filter(name -> NAME.matcher(name).matches()).limit(MOST_NAMES).toList();
    int others = dropped.size() - shown.size();
    String all = String.join(", ", shown);
    if (others == 0) {
      return all;
    }
    return shown.isEmpty() ? others + " others" : all + " and " + others + " others";
  }

  private static void putNotes(MultiMap headers, AdmissionNotes notes) {
    if (notes.getBudgetUsedPercent() >= 0) {
      headers.set(Headers.BUDGET, notes.getBudgetUsedPercent() + "%");
    }
    Long clamped = notes.getClampedOutputLimit();
    if (clamped != null) {
      headers.set(Headers.CLAMPED, Long.toString(clamped));
    }
    if (notes.getQueuedMs() > 0) {
      headers.set(Headers.QUEUED, Long.toString(notes.getQueuedMs()));
    }
  }

  /** Headers of a whole answer. */
  void putAll(MultiMap headers, ClientDialect dialect, long nowMs) {
    putHead(headers, dialect, nowMs);
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
