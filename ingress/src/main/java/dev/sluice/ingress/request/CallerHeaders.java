package dev.sluice.ingress.request;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

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

  private static final List<String> PROJECTS = List.of("x-sluice-project", "x-sluice-account");
  private static final String REPEATED = "given more than once";
  private static final String TRACEPARENT = "traceparent";
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

  /** Reads them from all headers of a request. */
  public static Outcome read(MultiMap headers, long defaultDeadlineMs) {
    if (isRepeated(headers, DEADLINE)) {
      return new Outcome.Wrong(DEADLINE, REPEATED);
    }
    if (isRepeated(headers, USER)) {
      return new Outcome.Wrong(USER, REPEATED);
    }
    String deadline = headers.get(DEADLINE);
    long deadlineMs = deadline == null ? defaultDeadlineMs : positive(deadline.strip());
    if (deadline != null && (deadlineMs < 1 || deadlineMs > MAX_DEADLINE_MS)) {
      return new Outcome.Wrong(
          DEADLINE, "expected whole milliseconds from 1 to " + MAX_DEADLINE_MS);
    }
    List<String> tags = new ArrayList<>(0);
    String problem = readTags(headers, tags);
    if (!problem.isEmpty()) {
      return new Outcome.Wrong(TAGS, problem);
    }
    String user = headers.get(USER);
    if (user != null && !Tags.isUser(user)) {
      return new Outcome.Wrong(USER, Tags.USER_RULE);
    }
    String trace = headers.get(TRACEPARENT);
    return new Outcome.Read(
        new CallerHeaders(
            deadlineMs,
            tags,
            user == null ? "" : user.strip(),
            trace != null && wellFormed(trace) ? trace : ""));
  }

  /** Of two values one would be ignored, and a proxy's word may be the other one. */
  private static boolean isRepeated(MultiMap headers, String name) {
    return headers.contains(name) && headers.getAll(name).size() > 1;
  }

  /** Whether a header says for whom or what a request is counted. */
  public static boolean attributes(String header) {
    return header.equals(TAGS) || header.equals(USER);
  }

  /** A header that tries to say whose the request is, which the key alone does. */
  public static Optional<String> namesProject(MultiMap headers) {
    for (CharSequence name : PROJECTS) {
      if (headers.contains(name)) {
        return Optional.of(name.toString());
      }
    }
    return Optional.empty();
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

  private static String readTags(MultiMap headers, List<String> into) {
    if (!headers.contains(TAGS)) {
      return "";
    }
    String problem = readTags(String.join(",", headers.getAll(TAGS)), into);
    Collections.sort(into);
    return problem;
  }

  private static String readTags(String text, List<String> into) {
    int start = 0;
    while (start <= text.length()) {
      int comma = text.indexOf(',', start);
      int end = comma < 0 ? text.length() : comma;
      String tag = text.substring(start, end).strip();
      if (!tag.isEmpty()) {
        String fault = Tags.fault(tag);
        if (!fault.isEmpty()) {
          return fault;
        }
        if (!into.contains(tag)) {
          into.add(tag);
        }
        if (into.size() > Tags.MOST) {
          return "expected at most " + Tags.MOST + " tags";
        }
      }
      start = end + 1;
    }
    return "";
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
