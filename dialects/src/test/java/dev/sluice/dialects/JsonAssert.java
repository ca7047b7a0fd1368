package dev.sluice.dialects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.Assertions;

/** Equality of JSON documents by meaning: order of fields and spelling of numbers do not count. */
public final class JsonAssert {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonAssert() {}

  public static JsonNode parse(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void assertSame(String what, JsonNode expected, JsonNode actual) {
    List<String> differences = new ArrayList<>();
    compare("", expected, actual, differences);
    Assertions.assertThat(differences).as(what).isEmpty();
  }

  public static void assertSameAll(String what, List<JsonNode> expected, List<JsonNode> actual) {
    assertSame(
        what,
        JsonNodeFactory.instance.arrayNode().addAll(expected),
        JsonNodeFactory.instance.arrayNode().addAll(actual));
  }

  public static JsonNode without(JsonNode object, String... fields) {
    ObjectNode copy = ((ObjectNode) object).deepCopy();
    copy.remove(List.of(fields));
    return copy;
  }

  private static void compare(
      String path, JsonNode expected, JsonNode actual, List<String> differences) {
    if (expected.isObject() && actual.isObject()) {
      Set<String> names = new TreeSet<>();
      expected.fieldNames().forEachRemaining(names::add);
      actual.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        compare(path + "/" + name, expected.path(name), actual.path(name), differences);
      }
    } else if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
      for (int i = 0; i < expected.size(); i++) {
        compare(path + "/" + i, expected.get(i), actual.get(i), differences);
      }
    } else if (!sameValue(expected, actual)) {
      differences.add(path + ": expected " + show(expected) + " but was " + show(actual));
    }
  }

  private static boolean sameValue(JsonNode expected, JsonNode actual) {
    if (expected.isNumber() && actual.isNumber()) {
      return expected.decimalValue().compareTo(actual.decimalValue()) == 0;
    }
    return expected.equals(actual);
  }

  private static String show(JsonNode node) {
    String text = node.isMissingNode() ? "nothing" : node.toString();
    return text.length() > 300 ? text.substring(0, 300) + "…" : text;
  }
}
