package dev.sluice.ingress.request;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says in headers of Sluice's own.
 *
 * @param deadlineMs time budget
 * @param tags sorted, each once
 * @param user end user, empty where not given
 * @param traceparent W3C trace context, empty where not given or not well-formed
 */
public record CallerHeaders(long deadlineMs, List<String> tags, String user, String traceparent) {
  public static final String DEADLINE = "x-sluice-deadline-ms";
  public static final String TAGS = "x-sluice-tags";
  public static final String USER = "x-sluice-user";

  /** Longest time budget that a caller may ask for: one hour. */
  public static final long MAX_DEADLINE_MS = 3_600_000;

  private static final int MAX_TAGS = 16;
  private static final int MAX_TAG_LENGTH = 64;
  private static final int MAX_USER_LENGTH = 256;
  private static final int TRACEPARENT_LENGTH = 55;

  public CallerHeaders {
    tags = List.copyOf(tags);
  }

  /** What became of the headers. */
  public sealed interface Outcome {
    /** They are fine. */
    record Read(CallerHeaders headers) implements Outcome {}

    /** One is not. */
    record Wrong(String header, String problem) implements Outcome {}
  }

  /** Reads the header values, null where not given. */
  public static Outcome read(
      @Nullable String deadline,
      @Nullable String tags,
      @Nullable String user,
      @Nullable String traceparent,
      long defaultDeadlineMs) {
    long deadlineMs = defaultDeadlineMs;
    if (deadline != null) {
      deadlineMs = positive(deadline.strip());
      if (deadlineMs < 1 || deadlineMs > MAX_DEADLINE_MS) {
        return new Outcome.Wrong(
            DEADLINE, "expected whole milliseconds from 1 to " + MAX_DEADLINE_MS);
      }
    }
    List<String> read = List.of();
    if (tags != null) {
      read = new ArrayList<>(4);
      String problem = readTags(tags, read);
      if (!problem.isEmpty()) {
        return new Outcome.Wrong(TAGS, problem);
      }
    }
    if (user != null && !printable(user)) {
      return new Outcome.Wrong(
          USER, "expected at most " + MAX_USER_LENGTH + " characters without control characters");
    }
    String trace = traceparent != null && wellFormed(traceparent) ? traceparent : "";
    return new Outcome.Read(
        new CallerHeaders(deadlineMs, read, user == null ? "" : user.strip(), trace));
  }

  /** -1 where the text is no number of at most nine digits. */
  private static long positive(String text) {
    if (text.isEmpty() || text.length() > 9) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private static String readTags(String text, List<String> into) {
    int start = 0;
    while (start <= text.length()) {
      int comma = text.indexOf(',', start);
      int end = comma < 0 ? text.length() : comma;
      String tag = text.substring(start, end).strip();
      if (!tag.isEmpty()) {
        if (tag.length() > MAX_TAG_LENGTH) {
          return "a tag has at most " + MAX_TAG_LENGTH + " characters";
        }
        if (!tagCharacters(tag)) {
          return "a tag has only letters, digits and the characters . _ : -";
        }
        if (!into.contains(tag)) {
          into.add(tag);
        }
        if (into.size() > MAX_TAGS) {
          return "expected at most " + MAX_TAGS + " tags";
        }
      }
      start = end + 1;
    }
    Collections.sort(into);
    return "";
  }

  private static boolean tagCharacters(String tag) {
    for (int i = 0; i < tag.length(); i++) {
      char c = tag.charAt(i);
      boolean fine =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '.'
              || c == '_'
              || c == ':'
              || c == '-';
      if (!fine) {
        return false;
      }
    }
    return true;
  }

  private static boolean printable(String user) {
    if (user.length() > MAX_USER_LENGTH) {
      return false;
    }
    for (int i = 0; i < user.length(); i++) {
      if (Character.isISOControl(user.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** {@code 00-<32 hex>-<16 hex>-<2 hex>}; later versions may be longer. */
  private static boolean wellFormed(String trace) {
    if (trace.length() < TRACEPARENT_LENGTH || trace.length() > 128) {
      return false;
    }
    for (int i = 0; i < TRACEPARENT_LENGTH; i++) {
      char c = trace.charAt(i);
      boolean dash = i == 2 || i == 35 || i == 52;
      boolean hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
      if (dash ? c != '-' : !hex) {
        return false;
      }
    }
    return true;
  }
}
