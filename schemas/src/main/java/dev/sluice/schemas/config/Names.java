package dev.sluice.schemas.config;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Rules for names. Provider and project names become parts of topic names between dots, where a
 * prefixed ACL is the boundary of a project, so they have no dots themselves.
 */
final class Names {
  static final String RULE =
      "a name of lower-case letters, digits, '-' and '_', up to 63, starting with a letter or digit";
  static final String MODEL_RULE = "a model name: up to 256 characters without blanks";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
  private static final Pattern MODEL = Pattern.compile("[\\x21-\\x7e]{1,256}");

  static final String TAG_RULE = "a tag of letters, digits and . _ : -, up to 64";
  static final int MOST_TAGS = 16;
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

  private Names() {}

  static boolean isTag(String text) {
    return TAG.matcher(text).matches();
  }

  static void requireTag(String tag) {
    if (!isTag(tag)) {
      throw new IllegalArgumentException("this needs " + TAG_RULE);
    }
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  static boolean isModelName(String text) {
    return MODEL.matcher(text).matches();
  }

  static void require(String what, String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException("a " + what + " needs " + RULE);
    }
  }

  static void requireModel(String name) {
    if (!isModelName(name)) {
      throw new IllegalArgumentException("this needs " + MODEL_RULE);
    }
  }

  static void requireBaseUrl(URI url) {
    baseUrlFault(url)
        .ifPresent(fault -> {
          throw new IllegalArgumentException("a base_url " + fault);
        });
  }

  /** What is wrong with this base address, never repeating it; empty where nothing is. */
  static Optional<String> baseUrlFault(URI url) {
    if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
      return Optional.of("begins with http:// or https://");
    }
    if (url.getHost() == null) {
      return Optional.of("names a host");
    }
    if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
      return Optional.of("has no user, password, query or fragment");
    }
    return url.getRawPath().endsWith("/")
        ? Optional.of("has no slash at its end")
        : Optional.empty();
  }
}
