package dev.sluice.simulator.playback;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Finds the first place where two requests differ. */
final class JsonDifference {

  private static final int SHOWN = 120;

  private JsonDifference() {}

  /** The first difference in words, or nothing where the two are canonically equal. */
  static Optional<String> first(JsonNode recorded, JsonNode asked) {
    return first("", CanonicalJson.withoutIgnored(recorded), CanonicalJson.withoutIgnored(asked));
  }

  private static Optional<String> first(String path, JsonNode recorded, JsonNode asked) {
    if (recorded.isObject() && asked.isObject()) {
      return firstInObject(path, recorded, asked);
    }
    if (recorded.isArray() && asked.isArray()) {
      return firstInArray(path, recorded, asked);
    }
    String left = CanonicalJson.of(recorded);
    String right = CanonicalJson.of(asked);
    return left.equals(right)
        ? Optional.empty()
        : Optional.of(
            at(path) + " is recorded as " + brief(left) + " but asked as " + brief(right));
  }

  private static Optional<String> firstInObject(String path, JsonNode recorded, JsonNode asked) {
    Set<String> names = new LinkedHashSet<>();
    recorded.fieldNames().forEachRemaining(names::add);
    asked.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      String inner = path + '/' + name;
      if (!asked.has(name)) {
        return Optional.of(
            at(inner) + " is recorded as " + brief(recorded.get(name)) + " but not asked");
      }
      if (!recorded.has(name)) {
        return Optional.of(
            at(inner) + " is asked as " + brief(asked.get(name)) + " but not recorded");
      }
      Optional<String> found = first(inner, recorded.get(name), asked.get(name));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> firstInArray(String path, JsonNode recorded, JsonNode asked) {
    Iterator<JsonNode> left = recorded.iterator();
    Iterator<JsonNode> right = asked.iterator();
    for (int i = 0; left.hasNext() && right.hasNext(); i++) {
      Optional<String> found = first(path + '/' + i, left.next(), right.next());
      if (found.isPresent()) {
        return found;
      }
    }
    return recorded.size() == asked.size()
        ? Optional.empty()
        : Optional.of(
            at(path)
                + " has "
                + recorded.size()
                + " items recorded but "
                + asked.size()
                + " asked");
  }

  private static String at(String path) {
    return path.isEmpty() ? "the body" : path;
  }

  private static String brief(JsonNode node) {
    return brief(CanonicalJson.of(node));
  }

  private static String brief(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
