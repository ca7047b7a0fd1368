package dev.sluice.schemas.config;

import java.util.regex.Pattern;

/** Makes what somebody wrote fit to be shown in a message: short, and not a secret. Pure. */
final class Shown {
  private static final int LONGEST = 60;
  private static final Pattern SECRET_PREFIX =
      Pattern.compile("(?i)^(sk|pk|rk|key|ghp|gho|xox.|akia|aiza|bearer|basic|eyj)[-_ .:a-z0-9].{8,}");
  private static final Pattern LONG_AND_MIXED =
      Pattern.compile("(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9+/=_-]{20,}");

  private Shown() {}

  static String of(String text) {
    if (SECRET_PREFIX.matcher(text).matches() || LONG_AND_MIXED.matcher(text).find()) {
      return "(hidden, it may be a secret)";
    }
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return "'" + (line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line) + "'";
  }
}
