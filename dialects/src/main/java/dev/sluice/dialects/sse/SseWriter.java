package dev.sluice.dialects.sse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes events as an event stream. */
public final class SseWriter {
  private static final byte[] EVENT = "event: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);

  private SseWriter() {}

  /** The bytes of these events; data with line breaks becomes several data lines. */
  public static byte[] bytes(List<SseEvent> events) {
    int size = 0;
    for (SseEvent event : events) {
      size += event.data().length + 40;
    }
    var out = new ByteArrayOutputStream(size);
    for (SseEvent event : events) {
      write(event, out);
    }
    return out.toByteArray();
  }

  /** A comment line, which keeps a connection open. */
  public static byte[] comment(String text) {
    return (": " + text.replace('\n', ' ').replace('\r', ' ') + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void write(SseEvent event, ByteArrayOutputStream out) {
    String name = event.name();
    if (name != null) {
      out.writeBytes(EVENT);
      out.writeBytes(name.replace('\n', ' ').replace('\r', ' ').getBytes(StandardCharsets.UTF_8));
      out.write('\n');
    }
    byte[] data = event.data();
    int start = 0;
    for (int i = 0; i < data.length; i++) {
      if (data[i] == '\n' || data[i] == '\r') {
        line(data, start, i, out);
        if (data[i] == '\r' && i + 1 < data.length && data[i + 1] == '\n') {
          i++;
        }
        start = i + 1;
      }
    }
    line(data, start, data.length, out);
    out.write('\n');
  }

  private static void line(byte[] data, int from, int to, ByteArrayOutputStream out) {
    out.writeBytes(DATA);
    out.write(data, from, to - from);
    out.write('\n');
  }
}
