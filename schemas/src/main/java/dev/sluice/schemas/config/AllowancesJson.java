package dev.sluice.schemas.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.schemas.money.NanoDollars;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON text of budgets and limits, as fields of the object that owns them. */
final class AllowancesJson {
  private static final String UTC = "UTC";

  private AllowancesJson() {}

  static void write(ObjectNode owner, Allowances allowances) {
    if (!allowances.budgets().isEmpty()) {
      ArrayNode budgets = owner.putArray("budgets");
      allowances.budgets().forEach(budget -> write(budgets.addObject(), budget));
    }
    if (!allowances.limits().isEmpty()) {
      ArrayNode limits = owner.putArray("limits");
      allowances.limits().forEach(limit -> write(limits.addObject(), limit));
    }
  }

  private static void write(ObjectNode node, Budget budget) {
    node.put("name", budget.name());
    node.put("limit_usd", budget.limit().usdText());
    node.put("cycle", budget.cycle().text());
    node.put("timezone", budget.zone().getId());
    scope(node, budget.each(), budget.matching());
    node.put("hard", budget.hard());
    ArrayNode alerts = node.putArray("alerts");
    budget.alerts().forEach(alerts::add);
    node.put("min_output_tokens", budget.minOutputTokens());
  }

  private static void write(ObjectNode node, RateLimit limit) {
    node.put("name", limit.name());
    scope(node, limit.each(), limit.matching());
    bound(node, "rpm", limit.bounds().rpm());
    bound(node, "tpm", limit.bounds().tpm());
    bound(node, "rpd", limit.bounds().rpd());
    bound(node, "tpd", limit.bounds().tpd());
    bound(node, "concurrency", limit.bounds().concurrency());
    if (limit.onLimit() != OnLimit.REFUSE) {
      node.put("on_limit", limit.onLimit().text());
    }
  }

  private static void bound(ObjectNode node, String field, @Nullable Long bound) {
    if (bound != null) {
      node.put(field, bound);
    }
  }

  private static void scope(ObjectNode node, Each each, Matching matching) {
    if (each != Each.NONE) {
      node.put("each", each.text());
    }
    if (!matching.equals(Matching.ANY)) {
      ObjectNode matches = node.putObject("for");
      text(matches, "model", matching.model());
      text(matches, "user", matching.user());
      text(matches, "key", matching.key());
      text(matches, "tag", matching.tag());
    }
  }

  private static void text(ObjectNode node, String field, String text) {
    if (!text.isEmpty()) {
      node.put(field, text);
    }
  }

  static void texts(ObjectNode node, String field, List<String> texts) {
    if (!texts.isEmpty()) {
      ArrayNode array = node.putArray(field);
      texts.forEach(array::add);
    }
  }

  static Allowances read(Fields owner) {
    List<Budget> budgets = new ArrayList<>();
    for (Fields budget : owner.objectsOrNone("budgets")) {
      budgets.add(budget(budget));
    }
    List<RateLimit> limits = new ArrayList<>();
    for (Fields limit : owner.objectsOrNone("limits")) {
      limits.add(limit(limit));
    }
    return new Allowances(budgets, limits);
  }

  private static Budget budget(Fields fields) {
    Long least = fields.wholeOrNull("min_output_tokens");
    return new Budget(
        fields.text("name"),
        usd(fields.text("limit_usd")),
        Cycle.of(fields.textOr("cycle", Cycle.MONTHLY.text()))
            .orElseThrow(() -> new FieldException("cycle is daily, weekly, monthly or total")),
        zone(fields.textOr("timezone", UTC)),
        each(fields),
        matching(fields),
        fields.flagOr("hard", true),
        fields
            .wholesOr("alerts", Budget.DEFAULT_ALERTS.stream().map(Integer::longValue).toList())
            .stream()
            .map(percent -> (int) Math.clamp(percent, -1, Integer.MAX_VALUE))
            .toList(),
        least == null ? Budget.DEFAULT_MIN_OUTPUT_TOKENS : least);
  }

  private static RateLimit limit(Fields fields) {
    return new RateLimit(
        fields.text("name"),
        each(fields),
        matching(fields),
        new RateLimit.Bounds(
            fields.wholeOrNull("rpm"),
            fields.wholeOrNull("tpm"),
            fields.wholeOrNull("rpd"),
            fields.wholeOrNull("tpd"),
            fields.wholeOrNull("concurrency")),
        OnLimit.of(fields.textOr("on_limit", OnLimit.REFUSE.text()))
            .orElseThrow(() -> new FieldException("on_limit is refuse or wait")));
  }

  private static NanoDollars usd(String text) {
    try {
      return NanoDollars.ofUsd(new BigDecimal(text));
    } catch (NumberFormatException e) {
      throw new FieldException("limit_usd is an amount in USD, as text: \"100\"", e);
    } catch (ArithmeticException e) {
      throw new FieldException("limit_usd has at most nine decimals", e);
    }
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new FieldException("timezone is a zone of the tz database, like Europe/Berlin", e);
    }
  }

  private static Each each(Fields fields) {
    String text = fields.textOrNull("each");
    return text == null
        ? Each.NONE
        : Each.of(text).orElseThrow(() -> new FieldException("each is user, key or tag"));
  }

  private static Matching matching(Fields fields) {
    Fields matches = fields.objectOrEmpty("for");
    return new Matching(
        matches.textOr("model", ""),
        matches.textOr("user", ""),
        matches.textOr("key", ""),
        matches.textOr("tag", ""));
  }
}
