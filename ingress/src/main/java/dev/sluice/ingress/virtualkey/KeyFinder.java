package dev.sluice.ingress.virtualkey;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers the keys of one request. */
final class KeyFinder {
  private static final String SCHEME = "Bearer ";

  private final List<String> places = new ArrayList<>(2);
  private @Nullable String key;
  private boolean different;

  /** The key of an {@code Authorization} header, null where it has none. */
  static @Nullable String bearer(@Nullable String authorization) {
    return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? authorization.substring(SCHEME.length())
        : null;
  }

  void add(String place, @Nullable String given) {
    String stripped = given == null ? "" : given.strip();
    if (stripped.isEmpty()) {
      return;
    }
    places.add(place);
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
