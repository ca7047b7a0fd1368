package dev.sluice.dialects.gemini;

import dev.sluice.dialects.sse.SseEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Frames a stream as one JSON array that comes bit by bit, for a caller that did not ask for {@code
 * alt=sse}. For one stream and one thread.
 */
public final class JsonArrayFraming {
  private static final byte[] BETWEEN = ",\r\n".getBytes(StandardCharsets.US_ASCII);

  private boolean begun;

  /** The bytes of these events, the start of the array before the first one. */
  public byte[] bytes(List<SseEvent> events) {
    var out = new ByteArrayOutputStream(256);
    for (SseEvent event : events) {
      if (begun) {
        out.writeBytes(BETWEEN);
      } else {
        out.write('[');
        begun = true;
      }
      out.writeBytes(event.data());
    }
    return out.toByteArray();
  }

  /** The bytes that end the array, which is empty where there were no events. */
  public byte[] end() {
    return (begun ? "]" : "[]").getBytes(StandardCharsets.US_ASCII);
  }
}
