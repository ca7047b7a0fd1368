package dev.sluice.provider.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.schemas.money.NanoDollars;
import dev.sluice.schemas.spend.BudgetAlert;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * An alert as Slack's incoming webhooks take it: {@code text} for notifications, {@code blocks} for
 * the channel. Names that callers choose are escaped, so that they mention nobody.
 */
final class SlackAlert {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Far below what Slack takes in a block. */
  private static final int LONGEST_NAME = 200;

  private static final int DECIMALS = 4;

  private SlackAlert() {}

  static ObjectNode of(BudgetAlert alert) {
    String budget = code(alert.getBudget());
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put(
        "text",
        headline(alert)
            + ": "
            + budget
            + ", "
            + usd(alert.getSpentNanoUsd())
            + " of "
            + usd(alert.getLimitNanoUsd())
            + " spent");
    ArrayNode blocks = node.putArray("blocks");
    ObjectNode section = blocks.addObject().put("type", "section");
    section.set("text", text("*" + headline(alert) + "*\n" + budget));
    ArrayNode fields = blocks.addObject().put("type", "section").putArray("fields");
    fields.add(text("*Spent*\n" + usd(alert.getSpentNanoUsd())));
    fields.add(text("*Reserved*\n" + usd(alert.getReservedNanoUsd())));
    fields.add(text("*Limit*\n" + usd(alert.getLimitNanoUsd())));
    if (alert.getCycleEndMs() > 0) {
      fields.add(
          text("*Begins anew*\n" + TIME.format(Instant.ofEpochMilli(alert.getCycleEndMs()))));
    }
    ArrayNode context = blocks.addObject().put("type", "context").putArray("elements");
    context.add(
        text(
            "Sluice, "
                + TIME.format(Instant.ofEpochMilli(alert.getAtMs()))
                + ", request "
                + code(alert.getRequestId())));
    return node;
  }

  private static String headline(BudgetAlert alert) {
    return switch (alert.getKind()) {
      case THRESHOLD -> "Budget at " + alert.getThresholdPercent() + " %";
      case REFUSED -> "Budget used up, a request was refused";
      case UNSPECIFIED -> "Budget alert";
    };
  }

  private static ObjectNode text(String markdown) {
    return JsonNodeFactory.instance.objectNode().put("type", "mrkdwn").put("text", markdown);
  }

  private static String usd(long nanoDollars) {
    return new NanoDollars(nanoDollars)
            .usd()
            .setScale(DECIMALS, RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString()
        + " USD";
  }

  /** As code, where nothing but these characters means anything. */
  private static String code(String name) {
    String line = name.replaceAll("\\p{Cntrl}", " ").replace('`', '\'');
    int length = line.codePointCount(0, line.length());
    String cut =
        length > LONGEST_NAME
            ? line.substring(0, line.offsetByCodePoints(0, LONGEST_NAME)) + "…"
            : line;
    return "`" + cut.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + "`";
  }
}
