package dev.sluice.dialects.eventstream;

import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.dialects.sse.StreamFraming;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Incremental parser of an AWS event stream. A message is its length, the length of its headers and
 * a CRC32 of both, the headers, the payload, and a CRC32 of all that. Wherever the pieces are cut
 * the events are the same. A message that is larger than the bound, or whose lengths, checksums or
 * headers are wrong, breaks the stream: nothing after it is read.
 *
 * <p>The name of an event is what its {@code :event-type} or {@code :exception-type} says; an error
 * that is not modelled is an event {@value #ERROR}, with its code and message as data.
 */
public final class EventStreamParser implements StreamFraming {
  /** Name of the event that an error which is not modelled becomes. */
  public static final String ERROR = "error";

  private static final int PRELUDE = 12;
  private static final int CHECKSUM = 4;
  private static final int NO_MESSAGE = -1;

  private final int maxMessageBytes;
  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream(1024);
  private @Nullable String broken;

  /** A parser that takes messages up to this many bytes. */
  public EventStreamParser(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  @Override
  public List<SseEvent> feed(byte[] piece) {
    List<SseEvent> events = new ArrayList<>();
    if (broken != null) {
      return events;
    }
    waiting.writeBytes(piece);
    byte[] bytes = waiting.toByteArray();
    int from = 0;
    int length = length(bytes, from);
    while (length != NO_MESSAGE && bytes.length - from >= length) {
      message(bytes, from, length, events);
      from += length;
      length = broken == null ? length(bytes, from) : NO_MESSAGE;
    }
    waiting.reset();
    if (broken == null) {
      waiting.write(bytes, from, bytes.length - from);
    }
    return events;
  }

  /** A message that was cut is none. */
  @Override
  public List<SseEvent> end() {
    return List.of();
  }

  @Override
  public Optional<String> broken() {
    return Optional.ofNullable(broken);
  }

  /** Length of the message that begins here, or {@value #NO_MESSAGE} while that is not known. */
  private int length(byte[] bytes, int from) {
    if (bytes.length - from < PRELUDE) {
      return NO_MESSAGE;
    }
    ByteBuffer prelude = ByteBuffer.wrap(bytes, from, PRELUDE);
    int length = prelude.getInt();
    int headers = prelude.getInt();
    if (prelude.getInt() != crc(bytes, from, PRELUDE - CHECKSUM)) {
      broken = "the checksum of a message's prelude is wrong";
    } else if (headers < 0 || length < PRELUDE + CHECKSUM || headers > payload(length)) {
      broken = "the lengths of a message are impossible";
    } else if (length > maxMessageBytes) {
      broken = "an event of the stream is larger than allowed";
    }
    return broken == null ? length : NO_MESSAGE;
  }

  /** Most bytes that headers and payload together can have. */
  private static int payload(int length) {
    return length - PRELUDE - CHECKSUM;
  }

  private void message(byte[] bytes, int from, int length, List<SseEvent> events) {
    int end = from + length - CHECKSUM;
    if (ByteBuffer.wrap(bytes, end, CHECKSUM).getInt() != crc(bytes, from, length - CHECKSUM)) {
      broken = "the checksum of a message is wrong";
      return;
    }
    int headersLength = ByteBuffer.wrap(bytes, from, PRELUDE).getInt(from + 4);
    var in = ByteBuffer.wrap(bytes, from + PRELUDE, headersLength);
    Optional<Headers> headers = Headers.read(in);
    if (headers.isEmpty()) {
      broken = "the headers of a message cannot be read";
      return;
    }
    int payload = from + PRELUDE + headersLength;
    byte[] data = new byte[end - payload];
    System.arraycopy(bytes, payload, data, 0, data.length);
    events.add(headers.get().event(data));
  }

  private static int crc(byte[] bytes, int from, int length) {
    var crc = new CRC32();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
