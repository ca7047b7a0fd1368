package dev.sluice.dialects.sse;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One event of a stream.
 *
 * @param name of the {@code event:} line, null where there was none
 * @param data the joined {@code data:} lines as UTF-8; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a value that is passed on, never compared
public record SseEvent(@Nullable String name, byte[] data) {
  public SseEvent {
    Objects.requireNonNull(data, "data");
  }

  /** An event with data only. */
  public static SseEvent of(byte[] data) {
    return new SseEvent(null, data);
  }

  /** An event with data only. */
  public static SseEvent of(String data) {
    return new SseEvent(null, data.getBytes(StandardCharsets.UTF_8));
  }

  /** The data as text. */
  public String text() {
    return new String(data, StandardCharsets.UTF_8);
  }

  /** Whether the data is this ASCII text, spaces around it aside. */
  public boolean is(String text) {
    int from = 0;
    int to = data.length;
    while (from < to && data[from] == ' ') {
      from++;
    }
    while (to > from && data[to - 1] == ' ') {
      to--;
    }
    if (to - from != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (data[from + i] != (byte) text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
