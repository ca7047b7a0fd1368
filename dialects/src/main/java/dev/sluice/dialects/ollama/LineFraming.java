package dev.sluice.dialects.ollama;

import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.dialects.sse.StreamFraming;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts newline-delimited JSON into events, one a line. A line larger than the bound breaks the
 * stream: nothing after it is read.
 */
final class LineFraming implements StreamFraming {
  private final int maxLineBytes;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
  private boolean overflowed;

  LineFraming(int maxLineBytes) {
    this.maxLineBytes = maxLineBytes;
  }

  @Override
  public List<SseEvent> feed(byte[] piece) {
    List<SseEvent> events = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < piece.length && !overflowed; i++) {
      if (piece[i] == '\n') {
        keep(piece, start, i);
        complete(events);
        start = i + 1;
      }
    }
    if (!overflowed) {
      keep(piece, start, piece.length);
    }
    return events;
  }

  /** The last line need not have a break after it. */
  @Override
  public List<SseEvent> end() {
    List<SseEvent> events = new ArrayList<>(1);
    complete(events);
    return events;
  }

  private void keep(byte[] piece, int from, int to) {
    line.write(piece, from, to - from);
    if (line.size() > maxLineBytes) {
      overflowed = true;
      line.reset();
    }
  }

  private void complete(List<SseEvent> events) {
    byte[] whole = line.toByteArray();
    line.reset();
    for (byte one : whole) {
      if (one != ' ' && one != '\r' && one != '\t') {
        events.add(SseEvent.of(whole));
        return;
      }
    }
  }

  @Override
  public Optional<String> broken() {
    return overflowed
        ? Optional.of("a line of the stream is larger than allowed")
        : Optional.empty();
  }
}
