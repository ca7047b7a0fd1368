package dev.sluice.dialects.anthropic;

import dev.sluice.dialects.api.ReadRequest.FieldError;
import dev.sluice.dialects.json.JsonCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a request, in Anthropic's words: path, colon, what was expected. */
final class Problems {
  private static final int ENOUGH = 16;

  private final List<FieldError> errors = new ArrayList<>();
  private final List<Object> path = new ArrayList<>();

  List<FieldError> errors() {
    return errors;
  }

  boolean none() {
    return errors.isEmpty();
  }

  void enter(Object step) {
    path.add(step);
  }

  void leave() {
    path.removeLast();
  }

  /** The value under the cursor has a wrong type; it is skipped. */
  void notA(JsonCursor in, String field, String expected) throws IOException {
    add(field, "Input should be " + expected);
    in.skip();
  }

  void missing(String field) {
    add(field, "Field required");
  }

  /**
   * A problem.
   *
   * @param field below the path, empty for what the path itself leads to
   */
  void add(String field, String what) {
    var text = new StringBuilder();
    for (Object step : path) {
      text.append(text.isEmpty() ? "" : ".").append(step);
    }
    String param =
        text.append(text.isEmpty() || field.isEmpty() ? "" : ".").append(field).toString();
    if (errors.size() < ENOUGH) {
      errors.add(new FieldError(param, param + ": " + what, null));
    }
  }
}
