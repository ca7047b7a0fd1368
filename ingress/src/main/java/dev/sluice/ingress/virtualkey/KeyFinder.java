package dev.sluice.ingress.virtualkey;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers the keys of one request. */
final class KeyFinder {
  private static final String SCHEME = "Bearer ";
  private static final String PARAMETER = "key=";

  private final List<String> places = new ArrayList<>(2);
  private @Nullable String key;
  private boolean different;

  /** An {@code Authorization} header; one of another scheme has no key. */
  void authorization(String value) {
    if (value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      add("authorization", value.substring(SCHEME.length()));
    }
  }

  /** A query; read by hand, for who parses it whole repeats it where it is broken. */
  void query(String query) {
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith(PARAMETER)) {
        add("the query parameter key", decoded(pair.substring(PARAMETER.length())));
      }
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // a key that nobody has
    }
  }

  void add(String place, String given) {
    String stripped = given.strip();
    if (stripped.isEmpty()) {
      return;
    }
    if (!places.contains(place)) {
      places.add(place);
    }
    different |= key != null && !key.equals(stripped);
    key = stripped;
  }

  GivenKey found() {
    if (different) {
      return new GivenKey.Several(places);
    }
    String one = key;
    return one == null ? new GivenKey.None() : new GivenKey.One(one);
  }
}
