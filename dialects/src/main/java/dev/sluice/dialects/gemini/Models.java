package dev.sluice.dialects.gemini;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a model says about how it thinks.
 *
 * @param major its generation, 0 where the name does not tell
 * @param minor the second number of its generation
 * @param pro whether it is a pro model, which always thinks
 */
record Models(int major, int minor, boolean pro) {
  private static final Pattern NAME = Pattern.compile("gemini-(\\d{1,3})(?:\\.(\\d{1,3}))?(?:-|$)");

  static Models of(String name) {
    Matcher found = NAME.matcher(name);
    boolean pro = name.contains("-pro");
    if (!found.find()) {
      return new Models(0, 0, pro);
    }
    String second = found.group(2);
    return new Models(
        Integer.parseInt(found.group(1)), second == null ? 0 : Integer.parseInt(second), pro);
  }

  /** Whether thinking is asked for by a level and not by a budget. */
  boolean levels() {
    return major >= 3;
  }

  /** Whether it thinks at all; a model of unknown name is taken to. */
  boolean thinks() {
    return major == 0 || major > 2 || (major == 2 && minor >= 5);
  }
}
