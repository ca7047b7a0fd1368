package dev.sluice.dialects.anthropic;

import dev.sluice.dialects.json.JsonPieces;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.EventKind;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What came while a call of a tool was not complete, in the order in which it came; of other calls
 * with what has come of their arguments. For one stream.
 */
final class Waiting {
  /** More than this is not held back. */
  private static final int MOST_CHARS = 4 << 20;

  /** What an event takes beside its text. */
  private static final int EVENT_CHARS = 256;

  private final Queue<Held> held = new ArrayDeque<>(0);
  private final Map<Integer, StringBuilder> calls = new HashMap<>(0);
  private int chars;
  private JsonPieces told = new JsonPieces();

  /**
   * Content that waits.
   *
   * @param arguments of a call as far as they have come, null where it is something else
   */
  record Held(CanonicalEvent event, @Nullable StringBuilder arguments) {}

  /** A call has begun to be told; its arguments are none yet. */
  void begun() {
    told = new JsonPieces();
  }

  /** A piece of the arguments of the call that is being told. */
  void told(String piece) {
    told.add(piece);
  }

  /**
   * Whether the call that is being told has all its arguments, so that something else may begin.
   */
  boolean mayBegin() {
    return told.ended();
  }

  void add(CanonicalEvent content) {
    String text = content.getText() == null ? "" : content.getText();
    boolean call = content.getKind() == EventKind.TOOL_CALL_START;
    if (!call && text.isEmpty()) {
      return;
    }
    chars += EVENT_CHARS + text.length();
    if (call) {
      var arguments = new StringBuilder(text);
      calls.put(content.getTool(), arguments);
      held.add(new Held(content, arguments));
    } else {
      held.add(new Held(content, null));
    }
  }

  /** A piece for a call that waits; of one that is over, nothing counts. */
  void add(int tool, String piece) {
    StringBuilder arguments = calls.get(tool);
    if (arguments != null) {
      chars += piece.length();
      arguments.append(piece);
    }
  }

  boolean any() {
    return !held.isEmpty();
  }

  /** Whether more waits than can be held. */
  boolean tooMuch() {
    return chars > MOST_CHARS;
  }

  /** What has waited longest; it waits no longer. */
  Held next() {
    Held first = held.remove();
    String text = first.event().getText();
    StringBuilder arguments = first.arguments();
    if (arguments == null) {
      chars -= EVENT_CHARS + (text == null ? 0 : text.length());
    } else {
      chars -= EVENT_CHARS + arguments.length();
      calls.remove(first.event().getTool(), arguments);
    }
    return first;
  }
}
