package dev.sluice.ingress.request;

/** The rules for tags and for end users, which budgets and reports go by. */
final class Tags {
  /** Tags that a request has at most, from wherever they come. */
  static final int MOST = 16;

  private static final int MOST_CHARACTERS = 64;
  private static final int MOST_USER_CHARACTERS = 256;

  static final String USER_RULE =
      "expected at most " + MOST_USER_CHARACTERS + " characters without control characters";

  private Tags() {}

  /** What is wrong with a tag, empty where nothing is. */
  static String fault(String tag) {
    if (tag.length() > MOST_CHARACTERS) {
      return "a tag has at most " + MOST_CHARACTERS + " characters";
    }
    for (int i = 0; i < tag.length(); i++) {
      if (!isTagCharacter(tag.charAt(i))) {
        return "a tag has only letters, digits and the characters . _ : -";
      }
    }
    return "";
  }

  private static boolean isTagCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == ':'
        || c == '-';
  }

  /** Whether an end user may be named so. */
  static boolean isUser(String user) {
    if (user.length() > MOST_USER_CHARACTERS) {
      return false;
    }
    for (int i = 0; i < user.length(); i++) {
      if (Character.isISOControl(user.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
