package dev.sluice.router.admission;

import dev.sluice.schemas.decision.DeploymentStep;
import dev.sluice.schemas.decision.LimitKind;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.money.NanoDollars;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt may not be made, in words for its caller. What several projects share is told
 * without its sums, which are other projects' data (I5).
 */
final class Refusals {
  private static final String STAGE = "limits";

  private Refusals() {}

  /** What is left of the budget is less than the attempt may cost. */
  static ErrorInfo budget(AppliedBudget applied, Counters counters, long worstCase) {
    StringBuilder text = new StringBuilder(256);
    text.append("budget_exceeded: the budget '")
        .append(applied.budget().name())
        .append("' of ")
        .append(applied.owner())
        .append(Applying.words(applied.budget().each(), applied.whose()))
        .append(" does not cover this request");
    if (!applied.shared()) {
      BudgetCounter counter = counters.budget(applied.id());
      long start = applied.cycle().startMs();
      text.append(": limit ")
          .append(applied.budget().limit())
          .append(", spent ")
          .append(usd(counter.spent(start)))
          .append(", reserved ")
          .append(usd(counter.reserved(start)))
          .append(", this request may cost up to ")
          .append(usd(worstCase));
    }
    text.append(". ");
    if (applied.cycle().endMs() > 0) {
      text.append("It resets at ")
          .append(Instant.ofEpochMilli(applied.cycle().endMs()))
          .append("; until then ask");
    } else {
      text.append("It does not reset; ask");
    }
    text.append(" for less output (max_tokens) or have your administrator raise it.");
    return error(ErrorKind.BUDGET_EXCEEDED, text.toString(), null);
  }

  private static String usd(long nanoUsd) {
    return new NanoDollars(nanoUsd).toString();
  }

  /** Nobody knows what the attempt may cost, and a hard budget applies. */
  static ErrorInfo unpriced(AppliedBudget applied, DeploymentStep step) {
    return error(
        ErrorKind.UNPRICED,
        "The deployment "
            + step.getDeployment()
            + " has no price, and the budget '"
            + applied.budget().name()
            + "' of "
            + applied.owner()
            + " admits only calls whose cost has a bound. Have your administrator set one: in"
            + " sluice.yaml under providers."
            + step.getProvider()
            + " write price: { input: …, output: … } (USD per 1M tokens), then run sluice apply"
            + " -f sluice.yaml.",
        null);
  }

  /** A limit has no room now. */
  static ErrorInfo limit(AppliedLimit applied, long rest, long waitMs) {
    String used =
        applied.shared()
            ? ""
            : ": limit "
                + applied.bound()
                + ", left "
                + Math.max(0, rest)
                + ", this request takes "
                + applied.amount();
    if (applied.amount() > applied.bound()) {
      return error(
          ErrorKind.TOO_LARGE,
          "This request takes about "
              + applied.amount()
              + " tokens, more than the limit "
              + applied.name()
              + " ever admits ("
              + applied.bound()
              + "). Send a shorter prompt or ask for less output (max_tokens).",
          null);
    }
    String what = applied.kind() == LimitKind.TOKENS ? "tokens" : "requests";
    return error(
        ErrorKind.RATE_LIMITED,
        "Rate limit reached for "
            + what
            + ": "
            + applied.name()
            + used
            + ". Please try again in "
            + Math.max(1, (waitMs + 999) / 1000)
            + "s.",
        Math.max(1, waitMs));
  }

  private static ErrorInfo error(ErrorKind kind, String message, @Nullable Long retryAfterMs) {
    return new ErrorInfo(kind.wireName(), 0, message, null, null, null, retryAfterMs, STAGE, "");
  }
}
