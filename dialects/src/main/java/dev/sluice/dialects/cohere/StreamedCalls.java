package dev.sluice.dialects.cohere;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.EventKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tool calls of a stream. Arguments are held back while they may still turn out to be none,
 * which some calls say as {@code null} and some by saying nothing.
 */
final class StreamedCalls {
  private static final String NULL = "null";

  private final Map<Integer, Open> open = new LinkedHashMap<>(2);
  private int count;

  private static final class Open {
    final int tool;
    final StringBuilder held = new StringBuilder(0);
    boolean told;

    Open(int tool) {
      this.tool = tool;
    }
  }

  /** Whether any call has begun. */
  boolean any() {
    return count > 0;
  }

  void start(int index, WireDelta delta, List<CanonicalEvent> events) {
    end(index, events);
    CanonicalEvent start = Canonical.event(EventKind.TOOL_CALL_START);
    start.setPart(index);
    start.setTool(count);
    start.setId(delta.callId);
    start.setName(delta.callName);
    events.add(start);
    open.put(index, new Open(count));
    count++;
    delta(index, delta.arguments, events);
  }

  void delta(int index, @Nullable String text, List<CanonicalEvent> events) {
    Open call = open.get(index);
    if (call == null || text == null || text.isEmpty()) {
      return;
    }
    if (call.told) {
      tell(index, call, text, events);
      return;
    }
    call.held.append(text);
    if (!NULL.startsWith(call.held.toString().strip())) {
      tell(index, call, call.held.toString(), events);
    }
  }

  void end(int index, List<CanonicalEvent> events) {
    Open call = open.remove(index);
    if (call != null && !call.told) {
      tell(index, call, Arguments.read(call.held.toString()), events);
    }
  }

  void endAll(List<CanonicalEvent> events) {
    List.copyOf(open.keySet()).forEach(index -> end(index, events));
  }

  private static void tell(int index, Open call, String text, List<CanonicalEvent> events) {
    call.told = true;
    CanonicalEvent arguments = Canonical.event(EventKind.TOOL_ARGS_DELTA);
    arguments.setPart(index);
    arguments.setTool(call.tool);
    arguments.setText(text);
    events.add(arguments);
  }
}
