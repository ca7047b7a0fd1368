package dev.sluice.schemas.config;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes what somebody wrote fit to be shown in a message: short, and not a secret. Pure. */
final class Shown {
  private static final int LONGEST = 60;
  private static final Pattern SECRET_PREFIX =
      Pattern.compile(
          "(sk|pk|rk|ghp|gho|xox[a-z])[-_].{8,}|AKIA\\w{12,}|AIza.{16,}|eyJ.{16,}"
              + "|(?i:bearer|basic) .{8,}");
  private static final Pattern LONG_AND_MIXED =
      Pattern.compile("(?=[A-Za-z+/=_]*[0-9])(?=[0-9+/=_]*[A-Za-z])[A-Za-z0-9+/=_]{24,}");

  private static final Pattern UUID =
      Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private Shown() {}

  static String of(String text) {
    if (mayBeSecret(text)) {
      return "(hidden, it may be a secret)";
    }
    String line = text.replaceAll("\\p{Cntrl}", " ").replaceAll("//[^/@]*@", "//***@");
    return "'" + (line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line) + "'";
  }

  /** Whether the text looks like a secret, or has a part that does. */
  static boolean mayBeSecret(String text) {
    return SECRET_PREFIX.matcher(text).matches() || LONG_AND_MIXED.matcher(text).find();
  }

  /** Whether a part of a path looks like a secret, or is a UUID: some webhooks have no other. */
  static boolean hasToken(String path) {
    return Stream.of(path.split("/"))
        .anyMatch(part -> mayBeSecret(part) || UUID.matcher(part).matches());
  }
}
