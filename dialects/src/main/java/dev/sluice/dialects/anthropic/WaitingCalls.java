package dev.sluice.dialects.anthropic;

import dev.sluice.schemas.chat.CanonicalEvent;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Calls of tools that began while another one was not complete, with what has come of their
 * arguments. For one stream.
 */
final class WaitingCalls {
  private final Map<Integer, Waiting> calls = new LinkedHashMap<>(0);
  private int depth;
  private boolean inString;
  private boolean escaped;
  private boolean seen;

  /** A call, and what has come of its arguments. */
  record Waiting(CanonicalEvent start, StringBuilder arguments) {}

  /** A call has begun to be told; its arguments are none yet. */
  void begun() {
    depth = 0;
    inString = false;
    escaped = false;
    seen = false;
  }

  /** A piece of the arguments of the call that is being told. */
  void told(String piece) {
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      if (escaped) {
        escaped = false;
      } else if (inString) {
        escaped = c == '\\';
        inString = c != '"';
      } else if (c == '"') {
        inString = true;
      } else if (c == '{' || c == '[') {
        depth++;
        seen = true;
      } else if (c == '}' || c == ']') {
        depth--;
      }
    }
  }

  /** Whether the call that is being told has all its arguments, so that another one may begin. */
  boolean mayBegin() {
    return seen && depth <= 0;
  }

  void add(CanonicalEvent call) {
    var arguments = new StringBuilder(call.getText() == null ? "" : call.getText());
    calls.put(call.getTool(), new Waiting(call, arguments));
  }

  /** A piece for a call that waits; of one that is over, nothing counts. */
  void add(int tool, String piece) {
    Waiting call = calls.get(tool);
    if (call != null) {
      call.arguments().append(piece);
    }
  }

  boolean any() {
    return !calls.isEmpty();
  }

  /** The call that has waited longest; it waits no longer. */
  Waiting next() {
    Iterator<Waiting> first = calls.values().iterator();
    Waiting call = first.next();
    first.remove();
    return call;
  }
}
