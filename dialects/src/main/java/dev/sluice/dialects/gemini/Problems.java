package dev.sluice.dialects.gemini;

import dev.sluice.dialects.api.ReadRequest.FieldError;
import dev.sluice.dialects.json.JsonCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with a request, as the API says it: the path of the value, then why. */
final class Problems {
  private static final int ENOUGH = 16;

  private final List<FieldError> errors = new ArrayList<>();
  private final List<String> path = new ArrayList<>();

  List<FieldError> errors() {
    return errors;
  }

  boolean none() {
    return errors.isEmpty();
  }

  void enter(String field) {
    path.add(path.isEmpty() ? field : "." + field);
  }

  void enter(int index) {
    path.add("[" + index + "]");
  }

  void leave() {
    path.removeLast();
  }

  /** The value under the cursor has a wrong type; it is skipped. */
  void notA(JsonCursor in, @Nullable String field, String expected) throws IOException {
    String param = param(field);
    add(param, "Invalid value at '" + param + "': expected " + expected + ".");
    in.skip();
  }

  /** Something is wrong with a field. */
  void at(@Nullable String field, String why) {
    String param = param(field);
    add(param, "Invalid value at '" + param + "': " + why);
  }

  /** Something is wrong with the request as a whole. */
  void add(@Nullable String param, String message) {
    if (errors.size() < ENOUGH) {
      errors.add(new FieldError(param, message, null));
    }
  }

  private String param(@Nullable String field) {
    String here = String.join("", path);
    if (field == null) {
      return here;
    }
    return here.isEmpty() ? field : here + "." + field;
  }
}
