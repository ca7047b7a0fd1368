package dev.sluice.dialects.openai;

import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.dialects.api.ReadRequest.FieldError;
import dev.sluice.dialects.json.JsonCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a request, in OpenAI's words. The path is put together only when something is.
 */
public final class Problems {
  private static final int ENOUGH = 16;

  private final List<FieldError> errors = new ArrayList<>();
  private final List<Object> path = new ArrayList<>();

  public List<FieldError> errors() {
    return errors;
  }

  public boolean none() {
    return errors.isEmpty();
  }

  public void enter(String field) {
    path.add(field);
  }

  public void enter(int index) {
    path.add(index);
  }

  public void leave() {
    path.removeLast();
  }

  /** The value under the cursor has a wrong type; it is skipped. */
  public void wrongType(JsonCursor in, String field, String expected) throws IOException {
    String param = param(field);
    String actual = name(in.token());
    add(
        param,
        "Invalid type for '%s': expected %s, but got %s instead."
            .formatted(param, expected, actual),
        "invalid_type");
    in.skip();
  }

  public void wrongElement(JsonCursor in, String expected) throws IOException {
    String param = param(null);
    add(
        param,
        "Invalid type for '%s': expected %s, but got %s instead."
            .formatted(param, expected, name(in.token())),
        "invalid_type");
    in.skip();
  }

  /** A required field is not there. */
  public void missing(String field) {
    String param = param(field);
    add(param, "Missing required parameter: '%s'.".formatted(param), "missing_required_parameter");
  }

  public void emptyString(@Nullable String field) {
    String param = param(field);
    add(
        param,
        "Invalid '%s': empty string. Expected a string with minimum length 1, but got an empty string instead."
            .formatted(param),
        "empty_string");
  }

  public void arrayTooLong(String field, int most, int length) {
    String param = param(field);
    add(
        param,
        "Invalid '%s': array too long. Expected an array with maximum length %d, but got an array with length %d instead."
            .formatted(param, most, length),
        "array_above_max_length");
  }

  public void emptyArray(@Nullable String field) {
    String param = param(field);
    add(
        param,
        "Invalid '%s': empty array. Expected an array with minimum length 1, but got an empty array instead."
            .formatted(param),
        "empty_array");
  }

  public void unsupported(String field, String value, String supported) {
    add(
        param(field),
        "Invalid value: '%s'. Supported values are: %s.".formatted(value, supported),
        "invalid_value");
  }

  public void belowMinimum(@Nullable String field, long minimum, long value) {
    String param = param(field);
    add(
        param,
        "Invalid '%s': integer below minimum value. Expected a value >= %d, but got %d instead."
            .formatted(param, minimum, value),
        "integer_below_min_value");
  }

  public void tooLarge(@Nullable String field) {
    String param = param(field);
    add(
        param,
        "Invalid '%s': number out of range. Expected a smaller one.".formatted(param),
        "invalid_value");
  }

  public void nullContent() {
    String param = param("content");
    add(param, "Invalid value for 'content': expected a string, got null.", null);
  }

  public void add(@Nullable String param, String message, @Nullable String code) {
    if (errors.size() < ENOUGH) {
      errors.add(new FieldError(param, message, code));
    }
  }

  /** Path of a field of what is being read. */
  public String path(String field) {
    return param(field);
  }

  private String param(@Nullable String field) {
    var text = new StringBuilder();
    for (Object step : path) {
      append(text, step);
    }
    if (field != null) {
      append(text, field);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Object step) {
    if (step instanceof Integer index) {
      text.append('[').append(index.intValue()).append(']');
    } else {
      if (text.length() > 0) {
        text.append('.');
      }
      text.append(step);
    }
  }

  private static String name(JsonToken token) {
    return switch (token) {
      case START_OBJECT, END_OBJECT -> "an object";
      case START_ARRAY, END_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT -> "an integer";
      case VALUE_NUMBER_FLOAT -> "a decimal";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      default -> "null";
    };
  }
}
