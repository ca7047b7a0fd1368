package dev.sluice.schemas.config;

/**
 * Which requests a budget or a limit is for. Empty means any.
 *
 * @param model pattern of deployments ({@code provider/model}), where {@code *} stands for any
 *     characters
 * @param user end user as the caller names it
 * @param key id or name of a virtual key
 * @param tag one of the request's tags
 */
public record Matching(String model, String user, String key, String tag) {
  public static final Matching ANY = new Matching("", "", "", "");

  public Matching {
    if (!model.isEmpty()) {
      Names.requireModel(model);
    }
  }

  /** Whether the pattern takes this deployment. */
  public boolean takesModel(String deployment) {
    return model.isEmpty() || takes(model, deployment);
  }

  /** Whether a pattern with {@code *} takes the whole of a text. */
  public static boolean takes(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
