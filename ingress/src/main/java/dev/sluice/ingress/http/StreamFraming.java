package dev.sluice.ingress.http;

import dev.sluice.dialects.gemini.JsonArrayFraming;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.dialects.sse.SseWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How the events of a stream become bytes. For one stream and one event loop. */
sealed interface StreamFraming {
  CharSequence contentType();

  byte[] bytes(List<SseEvent> events);

  /** What follows the last event. */
  byte[] end();

  /** Something that says nothing. */
  byte[] keepAlive();

  /** Server-sent events. */
  record Sse() implements StreamFraming {
    private static final byte[] NOTHING = {};
    private static final byte[] COMMENT = SseWriter.comment("keep-alive");

    @Override
    public CharSequence contentType() {
      return Headers.EVENT_STREAM;
    }

    @Override
    public byte[] bytes(List<SseEvent> events) {
      return SseWriter.bytes(events);
    }

    @Override
    public byte[] end() {
      return NOTHING;
    }

    @Override
    public byte[] keepAlive() {
      return COMMENT;
    }
  }

  /** One JSON array that comes bit by bit. */
  record JsonArray(JsonArrayFraming framing) implements StreamFraming {
    private static final byte[] SPACE = "\n".getBytes(StandardCharsets.US_ASCII);

    @Override
    public CharSequence contentType() {
      return Headers.JSON;
    }

    @Override
    public byte[] bytes(List<SseEvent> events) {
      return framing.bytes(events);
    }

    @Override
    public byte[] end() {
      return framing.end();
    }

    @Override
    public byte[] keepAlive() {
      return SPACE;
    }
  }
}
