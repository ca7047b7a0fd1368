package dev.sluice.simulator.fault;

import dev.sluice.simulator.dialect.Prompt;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out how a call is to be treated. What is said nearer to the prompt wins: configuration,
 * then {@code x-sim-*} headers, then the body's metadata, then {@code [[sim key=value ...]]} in the
 * text of the last user message.
 *
 * <p>A wrong key or value in a header or directive is an error of the call, so that no test passes
 * by a slip of the pen. Metadata belongs to the caller's users too: what is not understood there is
 * left alone. Immutable.
 */
public final class BehaviourReader {

  private static final String HEADER = "x-sim-";
  private static final String OPEN = "[[sim";
  private static final String CLOSE = "]]";

  private final Behaviour defaults;

  public BehaviourReader(Behaviour defaults) {
    this.defaults = defaults;
  }

  /** What came of reading. */
  public sealed interface Outcome {
    /** The call is to be treated like this. */
    record Read(Behaviour behaviour) implements Outcome {}

    /** A header or directive is wrong. */
    record Wrong(String why) implements Outcome {}
  }

  /** The behaviour of a call whose body cannot be understood. */
  public Outcome read(Iterable<Map.Entry<String, String>> headers) {
    return read(headers, Map.of(), "");
  }

  /** The behaviour of a call. */
  public Outcome read(Iterable<Map.Entry<String, String>> headers, Prompt prompt) {
    return read(headers, prompt.metadata(), prompt.text());
  }

  private Outcome read(
      Iterable<Map.Entry<String, String>> headers, Map<String, String> metadata, String text) {
    Directives directives = new Directives(defaults);
    boolean changed = false;
    for (Map.Entry<String, String> header : headers) {
      String name = header.getKey();
      if (name.length() > HEADER.length() && isOurs(name)) {
        Optional<String> wrong =
            directives.apply(name.substring(HEADER.length()), header.getValue());
        if (wrong.isPresent()) {
          return new Outcome.Wrong(wrong.get());
        }
        changed = true;
      }
    }
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      changed |= directives.apply(entry.getKey(), entry.getValue()).isEmpty();
    }
    if (text.contains(OPEN)) {
      Optional<String> wrong = applyText(text, directives);
      if (wrong.isPresent()) {
        return new Outcome.Wrong(wrong.get());
      }
      changed = true;
    }
    return new Outcome.Read(changed ? directives.behaviour() : defaults);
  }

  private static boolean isOurs(String header) {
    return header.charAt(1) == '-' && header.toLowerCase(Locale.ROOT).startsWith(HEADER);
  }

  private static Optional<String> applyText(String text, Directives directives) {
    for (int at = text.indexOf(OPEN); at >= 0; at = text.indexOf(OPEN, at + 1)) {
      int end = text.indexOf(CLOSE, at);
      if (end < 0) {
        return Optional.of("a simulator directive lacks its ]]");
      }
      for (String pair : text.substring(at + OPEN.length(), end).strip().split("\\s+")) {
        int equals = pair.indexOf('=');
        if (equals < 0 && !pair.isEmpty()) {
          return Optional.of("'" + pair + "' in a simulator directive is not key=value");
        }
        Optional<String> wrong =
            pair.isEmpty()
                ? Optional.empty()
                : directives.apply(pair.substring(0, equals), pair.substring(equals + 1));
        if (wrong.isPresent()) {
          return wrong;
        }
      }
    }
    return Optional.empty();
  }

  /** The text without its directives and without the white space that they leave at its ends. */
  public static String withoutDirectives(String text) {
    if (!text.contains(OPEN)) {
      return text;
    }
    StringBuilder rest = new StringBuilder(text);
    for (int at = rest.indexOf(OPEN); at >= 0; at = rest.indexOf(OPEN)) {
      int end = rest.indexOf(CLOSE, at);
      rest.delete(at, end < 0 ? rest.length() : end + CLOSE.length());
    }
    return rest.toString().strip();
  }
}
