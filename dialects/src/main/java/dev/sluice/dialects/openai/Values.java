package dev.sluice.dialects.openai;

import dev.sluice.dialects.json.JsonCursor;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of a request's fields; a value of another type, or out of its bounds, is told as
 * a problem and is null.
 */
public final class Values {
  private final JsonCursor in;
  private final Problems problems;

  /** Values under this cursor. */
  public Values(JsonCursor in, Problems problems) {
    this.in = in;
    this.problems = problems;
  }

  public @Nullable String string(String field) throws IOException {
    if (in.isString()) {
      return in.string();
    }
    problems.wrongType(in, field, "a string");
    return null;
  }

  public @Nullable Boolean bool(String field) throws IOException {
    if (in.isBoolean()) {
      return in.bool();
    }
    problems.wrongType(in, field, "a boolean");
    return null;
  }

  public @Nullable Double decimal(String field) throws IOException {
    if (!in.isNumber()) {
      problems.wrongType(in, field, "a decimal");
      return null;
    }
    double value = in.decimal();
    if (Double.isInfinite(value) || Double.isNaN(value)) {
      problems.tooLarge(field);
      return null;
    }
    return value;
  }

  public @Nullable Long integer(String field, long minimum) throws IOException {
    if (!in.isInteger()) {
      problems.wrongType(in, field, "an integer");
      return null;
    }
    if (!in.fitsLong()) {
      problems.tooLarge(field);
      return null;
    }
    long value = in.number();
    if (value < minimum) {
      problems.belowMinimum(field, minimum, value);
    }
    return value;
  }

  /** An integer that fits an int. */
  public @Nullable Integer small(String field, long minimum) throws IOException {
    Long value = integer(field, minimum);
    if (value == null) {
      return null;
    }
    if (value > Integer.MAX_VALUE) {
      problems.tooLarge(field);
      return null;
    }
    return value.intValue();
  }

  public @Nullable List<String> strings(String field) throws IOException {
    List<String> strings = in.isArray() ? in.strings() : null;
    if (strings == null) {
      problems.wrongType(in, field, "an array of strings");
    }
    return strings;
  }

  /** The text of an object. */
  public @Nullable String objectText(String field) throws IOException {
    if (in.isObject()) {
      return in.raw();
    }
    problems.wrongType(in, field, "an object");
    return null;
  }
}
