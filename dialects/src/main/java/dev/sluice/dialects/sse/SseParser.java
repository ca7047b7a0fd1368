package dev.sluice.dialects.sse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Incremental parser of an event stream. Lines end with LF, CR or CRLF, wherever the pieces are
 * cut; comment lines, {@code id:} and {@code retry:} are passed over; an event is complete at its
 * blank line. An event larger than the bound ends the stream: {@link #overflowed()} is true and
 * what follows is not read.
 */
public final class SseParser implements StreamFraming {
  private static final byte[] EMPTY = new byte[0];

  private final int maxEventBytes;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
  private byte @Nullable [] data;
  private @Nullable String name;
  private boolean afterCarriageReturn;
  private boolean firstLine = true;
  private boolean overflowed;

  /** A parser that takes events up to this many bytes. */
  public SseParser(int maxEventBytes) {
    this.maxEventBytes = maxEventBytes;
  }

  @Override
  public List<SseEvent> feed(byte[] piece) {
    return feed(piece, 0, piece.length);
  }

  /** The events that these bytes complete, in order. */
  public List<SseEvent> feed(byte[] piece, int from, int to) {
    List<SseEvent> events = new ArrayList<>();
    int start = from;
    for (int i = from; i < to && !overflowed; i++) {
      byte b = piece[i];
      if (b == '\n' && afterCarriageReturn && i == start && line.size() == 0) {
        start = i + 1;
      } else if (b == '\n' || b == '\r') {
        endLine(piece, start, i, events);
        start = i + 1;
      }
      afterCarriageReturn = b == '\r';
    }
    if (!overflowed && start < to) {
      keep(piece, start, to);
    }
    return events;
  }

  /** An event without its blank line counts, as providers cut it off. */
  @Override
  public List<SseEvent> end() {
    List<SseEvent> events = new ArrayList<>();
    if (!overflowed) {
      if (line.size() > 0) {
        endLine(EMPTY, 0, 0, events);
      }
      complete(events);
    }
    return events;
  }

  @Override
  public Optional<String> broken() {
    return overflowed
        ? Optional.of("an event of the stream is larger than allowed")
        : Optional.empty();
  }

  /** Whether an event was larger than the bound. */
  public boolean overflowed() {
    return overflowed;
  }

  private void keep(byte[] piece, int from, int to) {
    line.write(piece, from, to - from);
    checkBound(line.size());
  }

  private void checkBound(int lineBytes) {
    if (lineBytes + (data == null ? 0 : data.length) > maxEventBytes) {
      overflowed = true;
      line.reset();
      data = null;
    }
  }

  private void endLine(byte[] piece, int from, int to, List<SseEvent> events) {
    checkBound(line.size() + to - from);
    if (overflowed) {
      return;
    }
    if (line.size() == 0) {
      endLine(piece, from, to - from, to, events);
      return;
    }
    line.write(piece, from, to - from);
    byte[] whole = line.toByteArray();
    line.reset();
    endLine(whole, 0, whole.length, whole.length, events);
  }

  private void endLine(byte[] bytes, int start, int length, int to, List<SseEvent> events) {
    int from = start;
    if (firstLine) {
      firstLine = false;
      if (length >= 3
          && bytes[from] == (byte) 0xEF
          && bytes[from + 1] == (byte) 0xBB
          && bytes[from + 2] == (byte) 0xBF) {
        from += 3;
      }
    }
    if (from == to) {
      complete(events);
    } else if (bytes[from] != ':') {
      field(bytes, from, to);
    }
  }

  private void field(byte[] bytes, int from, int to) {
    int colon = from;
    while (colon < to && bytes[colon] != ':') {
      colon++;
    }
    int value = Math.min(colon + 1, to);
    if (value < to && bytes[value] == ' ') {
      value++;
    }
    if (matches(bytes, from, colon, "data")) {
      appendData(bytes, value, to);
    } else if (matches(bytes, from, colon, "event")) {
      name = new String(bytes, value, to - value, StandardCharsets.UTF_8);
    } else if (matches(bytes, from, colon, "error")) {
      // one server writes mid-stream failures as a field of their own
      name = "error";
      appendData(bytes, value, to);
    }
  }

  private void appendData(byte[] bytes, int from, int to) {
    byte[] before = data;
    if (before == null) {
      data = Arrays.copyOfRange(bytes, from, to);
      return;
    }
    byte[] joined = Arrays.copyOf(before, before.length + 1 + to - from);
    joined[before.length] = '\n';
    System.arraycopy(bytes, from, joined, before.length + 1, to - from);
    data = joined;
    checkBound(0);
  }

  private void complete(List<SseEvent> events) {
    byte[] whole = data;
    if (whole != null) {
      events.add(new SseEvent(name, whole));
    }
    data = null;
    name = null;
  }

  private static boolean matches(byte[] bytes, int from, int to, String field) {
    if (to - from != field.length()) {
      return false;
    }
    for (int i = 0; i < field.length(); i++) {
      if (bytes[from + i] != (byte) field.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
