package dev.sluice.dialects.gemini;

import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ids of function calls, which older models do not give and other dialects need. One that is made
 * up can be told from others and is not sent to the provider.
 */
final class CallIds {
  private static final String MADE_UP = "call_gm_";

  private final Map<String, Deque<String>> open = new HashMap<>();
  private int calls;

  /** The id of a call of a reply: the same whenever the reply is read again. */
  static String madeUp(@Nullable String replyId, int choice, int call) {
    var id = new StringBuilder(MADE_UP);
    if (replyId != null) {
      for (int i = 0; i < Math.min(replyId.length(), 64); i++) {
        char c = replyId.charAt(i);
        boolean plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
        id.append(plain ? c : '_');
      }
    }
    return id.append('_').append(choice).append('_').append(call).toString();
  }

  static boolean isMadeUp(@Nullable String id) {
    return id == null || id.isEmpty() || id.startsWith(MADE_UP);
  }

  /**
   * Gives calls and results of a conversation their ids, part by part in order: a result without
   * one answers the first call of its name that has no answer yet.
   */
  void settle(ContentPart part) {
    String name = part.getToolName() == null ? "" : part.getToolName();
    String id = part.getToolCallId();
    if (part.getKind() == ContentKind.TOOL_CALL) {
      if (id == null || id.isEmpty()) {
        id = MADE_UP + calls;
        part.setToolCallId(id);
      }
      calls++;
      open.computeIfAbsent(name, any -> new ArrayDeque<>(1)).add(id);
    } else if (part.getKind() == ContentKind.TOOL_RESULT) {
      Deque<String> waiting = open.getOrDefault(name, new ArrayDeque<>(0));
      if (id == null || id.isEmpty()) {
        String first = waiting.poll();
        part.setToolCallId(first == null ? MADE_UP + name : first);
      } else {
        waiting.remove(id);
      }
    }
  }
}
