package dev.sluice.dialects.gemini;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.Reasoning;
import dev.sluice.schemas.chat.ReasoningMode;
import dev.sluice.schemas.chat.ResponseFormat;
import dev.sluice.schemas.chat.ResponseFormatKind;
import dev.sluice.schemas.chat.Sampling;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code generationConfig}. What it says of format and thinking is kept as it was beside what
 * it means.
 */
final class ConfigReader {
  /** Stands before the names of its unknown fields among the extras of the request. */
  static final String PREFIX = "generationConfig.";

  private final JsonCursor in;
  private final Problems problems;
  private final CanonicalRequest request;
  private final Sampling sampling = Canonical.sampling();
  private final Map<String, String> extras;
  private final Map<String, String> format = new LinkedHashMap<>(2);

  /**
   * @param extras of the request, which is added to
   */
  ConfigReader(
      JsonCursor in, Problems problems, CanonicalRequest request, Map<String, String> extras) {
    this.in = in;
    this.problems = problems;
    this.request = request;
    this.extras = extras;
  }

  void read() throws IOException {
    if (!in.isObject()) {
      problems.notA(in, "generationConfig", "an object");
      return;
    }
    problems.enter("generationConfig");
    while (in.nextField()) {
      if (in.isNull()) {
        continue; // a null is a field that is not set
      }
      field(Names.field(in));
    }
    problems.leave();
    request.setSampling(sampling);
    if (!format.isEmpty()) {
      request.setResponseFormat(responseFormat());
    }
  }

  private void field(String field) throws IOException {
    switch (field) {
      case "temperature" -> sampling.setTemperature(decimal(field));
      case "topP" -> sampling.setTopP(decimal(field));
      case "topK" -> sampling.setTopK(integer(field, 0));
      case "presencePenalty" -> sampling.setPresencePenalty(decimal(field));
      case "frequencyPenalty" -> sampling.setFrequencyPenalty(decimal(field));
      case "seed" -> sampling.setSeed(integer(field, Long.MIN_VALUE));
      case "maxOutputTokens" -> request.setMaxOutputTokens(integer(field, 1));
      case "candidateCount" -> {
        Long count = integer(field, 1);
        sampling.setN(count == null ? null : (int) Math.min(count, 1000));
      }
      case "responseLogprobs" -> {
        if (in.isBoolean()) {
          sampling.setLogprobs(in.bool());
        } else {
          problems.notA(in, field, "true or false");
        }
      }
      case "logprobs" -> {
        Long count = integer(field, 0);
        sampling.setTopLogprobs(count == null ? null : (int) Math.min(count, 1000));
      }
      case "stopSequences" -> {
        List<String> stops = strings(field);
        if (stops != null) {
          sampling.setStop(stops);
          sampling.setStopForm(ContentForm.PARTS);
        }
      }
      case "responseModalities" -> {
        List<String> words = strings(field);
        request.setModalities(
            words == null
                ? null
                : words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList());
      }
      case "responseMimeType", "responseSchema", "responseJsonSchema" ->
          format.put(field, in.raw());
      case "thinkingConfig" -> thinking();
      default -> extras.put(PREFIX + field, in.raw());
    }
  }

  private ResponseFormat responseFormat() {
    String type = format.getOrDefault("responseMimeType", "");
    String own = format.get("responseSchema");
    String schema = format.get("responseJsonSchema");
    ResponseFormatKind kind =
        switch (type) {
          case "\"application/json\"" -> ResponseFormatKind.JSON_OBJECT;
          case "", "\"text/plain\"" -> ResponseFormatKind.TEXT;
          default -> ResponseFormatKind.PROVIDER;
        };
    if (kind == ResponseFormatKind.JSON_OBJECT && (own != null || schema != null)) {
      kind = ResponseFormatKind.JSON_SCHEMA;
    }
    ResponseFormat read = Canonical.responseFormat(kind);
    if (kind == ResponseFormatKind.JSON_SCHEMA) {
      read.setJsonSchema(schema == null && own != null ? Schemas.jsonSchema(own) : schema);
    }
    read.setExtras(format);
    return read;
  }

  private void thinking() throws IOException {
    String raw = in.raw();
    Reasoning wish = Canonical.reasoning();
    wish.setExtras(Map.of("thinkingConfig", raw));
    try (JsonCursor object = JsonCursor.ofValue(raw)) {
      while (object.nextField()) {
        switch (Names.field(object)) {
          case "thinkingBudget" -> budget(wish, object.longOrSkip());
          case "thinkingLevel" -> {
            String level = object.stringOrSkip();
            String word = level == null ? "" : level.toLowerCase(Locale.ROOT);
            wish.setEffort(word.isEmpty() || word.startsWith("thinking_level") ? null : word);
          }
          default -> object.skip();
        }
      }
    }
    request.setReasoning(wish);
  }

  /** 0 is none and -1 as much as the model likes. */
  private static void budget(Reasoning wish, @Nullable Long budget) {
    if (budget == null) {
      return;
    }
    if (budget == 0) {
      wish.setMode(ReasoningMode.DISABLED);
      wish.setEffort("none");
    } else if (budget < 0) {
      wish.setMode(ReasoningMode.ADAPTIVE);
    } else {
      wish.setMode(ReasoningMode.ENABLED);
      wish.setBudgetTokens(budget);
    }
  }

  private @Nullable List<String> strings(String field) throws IOException {
    List<String> strings = in.isArray() ? in.strings() : null;
    if (strings == null) {
      problems.notA(in, field, "a list of strings");
    }
    return strings;
  }

  private @Nullable Double decimal(String field) throws IOException {
    if (!in.isNumber() || Double.isInfinite(in.decimal())) {
      problems.notA(in, field, "a number");
      return null;
    }
    return in.decimal();
  }

  /** A whole number, which some SDKs write with a fraction of zero. */
  private @Nullable Long integer(String field, long least) throws IOException {
    boolean whole =
        in.isNumber() && Math.abs(in.decimal()) < 1e15 && in.decimal() == Math.rint(in.decimal());
    if (!whole) {
      problems.notA(in, field, "a whole number");
      return null;
    }
    long value = (long) in.decimal();
    if (value < least) {
      problems.at(field, "it must be at least " + least + ".");
    }
    return value;
  }
}
