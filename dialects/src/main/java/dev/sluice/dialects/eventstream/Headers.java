package dev.sluice.dialects.eventstream;

import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.sse.SseEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The headers of one message that are text; others are passed over. */
record Headers(Map<String, String> texts) {
  private static final int STRING = 7;
  private static final int UNKNOWN = -1;

  Headers {
    texts = Map.copyOf(texts);
  }

  /** All headers in the buffer; empty where they are not what the format says. */
  static Optional<Headers> read(ByteBuffer in) {
    Map<String, String> texts = new HashMap<>(4);
    while (in.hasRemaining()) {
      int nameLength = in.get() & 0xFF;
      if (in.remaining() < nameLength + 1) {
        return Optional.empty();
      }
      String name = text(in, nameLength);
      int type = in.get();
      int length = length(type, in);
      if (length == UNKNOWN || in.remaining() < length) {
        return Optional.empty();
      }
      if (type == STRING) {
        texts.put(name, text(in, length));
      } else {
        in.position(in.position() + length);
      }
    }
    return Optional.of(new Headers(texts));
  }

  /** Bytes of a value of this type; its own length is read where it has one. */
  private static int length(int type, ByteBuffer in) {
    return switch (type) {
      case 0, 1 -> 0; // true and false
      case 2 -> 1; // byte
      case 3 -> 2; // short
      case 4 -> 4; // integer
      case 5, 8 -> 8; // long, timestamp
      case 6, STRING -> in.remaining() < 2 ? UNKNOWN : in.getShort() & 0xFFFF; // bytes, text
      case 9 -> 16; // UUID
      default -> UNKNOWN;
    };
  }

  private static String text(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The event of the message that has these headers and this payload. */
  SseEvent event(byte[] payload) {
    return switch (texts.getOrDefault(":message-type", "event")) {
      case "error" -> {
        var data = new JsonText(128).object();
        data.field("code", texts.getOrDefault(":error-code", ""));
        data.field("message", texts.getOrDefault(":error-message", ""));
        yield new SseEvent(EventStreamParser.ERROR, data.endObject().bytes());
      }
      case "exception" -> new SseEvent(texts.get(":exception-type"), payload);
      default -> new SseEvent(texts.get(":event-type"), payload);
    };
  }
}
