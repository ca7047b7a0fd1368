package dev.sluice.schemas.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a budget or a limit is for, which also names those that nobody named. What was spent belongs
 * to the name, so that the name is made of nothing else: never of an amount.
 */
record Scope(Each each, Matching matching) {
  private static final int LONGEST = 63;
  private static final int HASH_DIGITS = 8;

  /** The cycle, then what it is for: {@code monthly}, {@code daily-user}. */
  String budgetName(Cycle cycle) {
    List<String> parts = parts();
    parts.addFirst(cycle.text());
    return name(parts);
  }

  /** What it is for: {@code all}, {@code user}, {@code model-openai-any}. */
  String limitName() {
    List<String> parts = parts();
    return parts.isEmpty() ? "all" : name(parts);
  }

  private List<String> parts() {
    List<String> parts = new ArrayList<>();
    if (each != Each.NONE) {
      parts.add(each.text());
    }
    add(parts, "model", matching.model());
    add(parts, "user", matching.user());
    add(parts, "key", matching.key());
    add(parts, "tag", matching.tag());
    return parts;
  }

  private static void add(List<String> parts, String what, String text) {
    if (!text.isEmpty()) {
      parts.add(what);
      parts.add(text);
    }
  }

  private static String name(List<String> parts) {
    String name = String.join("-", parts.stream().map(Scope::written).toList());
    String tidy = name.replaceAll("-{2,}", "-").replaceAll("-$", "");
    if (tidy.length() <= LONGEST) {
      return tidy;
    }
    return tidy.substring(0, LONGEST - HASH_DIGITS - 1)
        + "-"
        + String.format(Locale.ROOT, "%08x", tidy.hashCode());
  }

  /** In characters of a name: a star is "any", what lies beyond ASCII is its code point. */
  private static String written(String part) {
    StringBuilder written = new StringBuilder();
    part.toLowerCase(Locale.ROOT)
        .codePoints()
        .forEach(c -> {
          if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_') {
            written.appendCodePoint(c);
          } else if (c == '*') {
            written.append("-any-");
          } else if (c > 0x7e) {
            written.append('u').append(Integer.toHexString(c));
          } else {
            written.append('-');
          }
        });
    return written.toString();
  }
}
