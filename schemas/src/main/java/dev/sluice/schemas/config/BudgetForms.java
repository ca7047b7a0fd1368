package dev.sluice.schemas.config;

import dev.sluice.schemas.money.NanoDollars;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How what budgets and limits say is written in the file. */
final class BudgetForms {
  private static final Pattern USD =
      Pattern.compile("([0-9](?:_?[0-9]){0,9}(?:\\.[0-9]{1,9})?) USD");
  private static final int MOST_USER = 256;
  private static final long MOST_OUTPUT_TOKENS = 1_000_000;

  static final ScalarForm<String> NAME =
      new ScalarForm<>(
          Names.RULE, "month", text -> Names.isName(text) ? Optional.of(text) : Optional.empty());

  static final ScalarForm<NanoDollars> AMOUNT =
      new ScalarForm<>(
          "an amount in USD, above 0, at most " + Budget.MOST + ", with at most 9 decimals",
          "100 USD",
          BudgetForms::amount);

  static final ScalarForm<Cycle> CYCLE =
      ScalarForm.oneOf(
          "a cycle", Arrays.stream(Cycle.values()).map(Cycle::text).toList(), Cycle::of);

  static final ScalarForm<Boolean> HARD =
      ScalarForm.oneOf("a mode", List.of("hard", "soft"), BudgetForms::hard);

  static final ScalarForm<Each> EACH =
      ScalarForm.oneOf(
          "one of these words",
          Arrays.stream(Each.values()).filter(each -> each != Each.NONE).map(Each::text).toList(),
          Each::of);

  static final ScalarForm<OnLimit> ON_LIMIT =
      ScalarForm.oneOf(
          "what to do at the limit",
          Arrays.stream(OnLimit.values()).map(OnLimit::text).toList(),
          OnLimit::of);

  static final ScalarForm<ZoneId> ZONE =
      new ScalarForm<>(
          "a time zone of the tz database",
          "Europe/Berlin",
          BudgetForms::zone,
          BudgetForms::nearestZone);

  static final ScalarForm<Long> PERCENT = ScalarForm.whole(1, Budget.MOST_PERCENT, "80");

  static final ScalarForm<Long> OUTPUT_TOKENS = ScalarForm.whole(1, MOST_OUTPUT_TOKENS, "64");

  static final ScalarForm<Long> BOUND = ScalarForm.whole(1, RateLimit.Bounds.MOST, "600");

  static final ScalarForm<String> USER =
      new ScalarForm<>(
          "an end user: up to " + MOST_USER + " characters without control characters",
          "ann",
          text -> isUser(text) ? Optional.of(text) : Optional.empty());

  static final ScalarForm<String> TAG =
      new ScalarForm<>(
          Names.TAG_RULE,
          "nightly",
          text -> Names.isTag(text) ? Optional.of(text) : Optional.empty());

  private BudgetForms() {}

  /** A value of this form: the default where there is none, empty where it is wrong. */
  static <T> Optional<T> valueOr(YamlSection section, String key, ScalarForm<T> form, T otherwise) {
    return section.has(key) ? section.value(key, form) : Optional.of(otherwise);
  }

  private static Optional<NanoDollars> amount(String text) {
    Matcher usd = USD.matcher(text);
    if (!usd.matches()) {
      return Optional.empty();
    }
    BigDecimal amount = new BigDecimal(usd.group(1).replace("_", ""));
    return amount.signum() > 0 && amount.compareTo(Budget.MOST.usd()) <= 0
        ? Optional.of(NanoDollars.ofUsd(amount))
        : Optional.empty();
  }

  private static Optional<Boolean> hard(String text) {
    return switch (text) {
      case "hard" -> Optional.of(true);
      case "soft" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<ZoneId> zone(String text) {
    return ZoneId.getAvailableZoneIds().contains(text)
        ? Optional.of(ZoneId.of(text))
        : Optional.empty();
  }

  /** The zone of a city, or else the one that is written most alike. */
  private static Optional<String> nearestZone(String text) {
    Set<String> zones = new TreeSet<>(ZoneId.getAvailableZoneIds());
    String city = "/" + text.replace(' ', '_').toLowerCase(Locale.ROOT);
    Optional<String> ofCity =
        zones.stream().filter(zone -> zone.toLowerCase(Locale.ROOT).endsWith(city)).findFirst();
    return ofCity.or(() -> NearestNames.of(text, zones, 1).stream().findFirst());
  }

  private static boolean isUser(String text) {
    return !text.isEmpty()
        && text.equals(text.strip())
        && text.length() <= MOST_USER
        && text.chars().noneMatch(Character::isISOControl);
  }
}
