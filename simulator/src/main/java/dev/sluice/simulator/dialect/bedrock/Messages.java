package dev.sluice.simulator.dialect.bedrock;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** Messages of an event stream, framed by AWS' own library. */
final class Messages {

  private Messages() {}

  static Buffer event(String type, String json) {
    return message("event", ":event-type", type, json);
  }

  static Buffer exception(String type, String json) {
    return message("exception", ":exception-type", type, json);
  }

  private static Buffer message(String kind, String header, String type, String json) {
    Map<String, HeaderValue> headers = new LinkedHashMap<>(4);
    headers.put(header, HeaderValue.fromString(type));
    headers.put(":content-type", HeaderValue.fromString("application/json"));
    headers.put(":message-type", HeaderValue.fromString(kind));
    var out = new ByteArrayOutputStream(json.length() + 128);
    new Message(headers, json.getBytes(StandardCharsets.UTF_8)).encode(out);
    return Buffer.buffer(out.toByteArray());
  }

  /** A message whose checksum is wrong. */
  static Buffer broken() {
    Buffer message =
        event("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"x\"}}");
    int last = message.length() - 1;
    return message.setByte(last, (byte) (message.getByte(last) ^ 1));
  }
}
