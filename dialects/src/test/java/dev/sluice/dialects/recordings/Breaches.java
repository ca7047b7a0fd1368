package dev.sluice.dialects.recordings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.dialects.JsonAssert;
import dev.sluice.dialects.recordings.Told.Call;
import dev.sluice.schemas.usage.TokenUsage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The rules that an answer breaks, each with what was expected and what there was. */
final class Breaches {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> found = new ArrayList<>();

  List<String> found() {
    return List.copyOf(found);
  }

  /**
   * A rule.
   *
   * @param rule its name
   */
  void expect(String rule, @Nullable Object expected, @Nullable Object actual) {
    if (!Objects.equals(expected, actual)) {
      found.add(rule + ": expected " + shortly(expected) + " but was " + shortly(actual));
    }
  }

  /** The same of JSON documents, by their meaning. */
  void same(String rule, JsonNode expected, JsonNode actual) {
    try {
      JsonAssert.assertSame(rule, expected, actual);
    } catch (AssertionError e) {
      expect(rule, expected, actual);
    }
  }

  /** A field that must hold some text. */
  void filled(String rule, JsonNode field) {
    expect(rule, true, field.isTextual() && !field.asText().isEmpty());
  }

  /** An object that has no other fields than these. */
  void fields(String rule, JsonNode object, Set<String> known) {
    Set<String> others = new TreeSet<>();
    object.fieldNames().forEachRemaining(others::add);
    others.removeAll(known);
    expect(rule + " fields", Set.of(), others);
  }

  /**
   * Calls of tools: the same names and arguments in order, with the ids that were given; where none
   * was, with one of their own.
   *
   * @param own whether the provider speaks the caller's dialect, so that all is as it was
   */
  void calls(List<Call> expected, List<Call> actual, boolean own) {
    expect("call names", names(expected), names(actual));
    if (expected.size() != actual.size()) {
      return;
    }
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < expected.size(); i++) {
      Call wanted = expected.get(i);
      Call call = actual.get(i);
      same("call arguments", json(wanted.arguments()), json(call.arguments()));
      if (!own || !wanted.id().isEmpty()) {
        expect("call ids apart", true, ids.add(call.id()) && !call.id().isEmpty());
      }
      if (own || !wanted.id().isEmpty()) {
        expect("call ids", wanted.id(), call.id());
      }
    }
  }

  private static List<String> names(List<Call> calls) {
    return calls.stream().map(Call::name).toList();
  }

  /** No arguments are an empty object; what is no JSON stays the text that it is. */
  private static JsonNode json(String arguments) {
    if (arguments.isBlank() || arguments.strip().equals("null")) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      return JSON.readTree(arguments);
    } catch (JsonProcessingException e) {
      return JsonNodeFactory.instance.textNode(arguments);
    }
  }

  /** All input tokens, whatever their class. */
  static long input(TokenUsage usage) {
    return or0(usage.getInput())
        + or0(usage.getCachedInput())
        + or0(usage.getCacheWrite())
        + or0(usage.getCacheWrite1h())
        + or0(usage.getAudioInput());
  }

  /** All output tokens, reasoning included. */
  static long output(TokenUsage usage) {
    return or0(usage.getOutput()) + or0(usage.getReasoning()) + or0(usage.getAudioOutput());
  }

  static long or0(@Nullable Long count) {
    return count == null ? 0 : count;
  }

  /** The text of a field, empty where there is none or null. */
  static String text(JsonNode field) {
    return field.isTextual() ? field.asText() : "";
  }

  private static String shortly(@Nullable Object value) {
    String text = String.valueOf(value);
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }
}
