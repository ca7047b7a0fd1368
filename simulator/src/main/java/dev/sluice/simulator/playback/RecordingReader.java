package dev.sluice.simulator.playback;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.simulator.bill.Tokens;
import dev.sluice.simulator.dialect.Answer;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one file of a recorded exchange: {@code {"id","api","request":{"method","path","body"},
 * "response":{"status","headers","body"}}}. A body that is a string is sent as its bytes, any other
 * as JSON after {@code body_raw_prefix}, if there is one; {@code body_base64} in place of the body
 * is an event stream of AWS.
 */
final class RecordingReader {

  private static final Set<String> DROPPED_HEADERS =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "content-length",
          "content-encoding");

  private static final Pattern EVENT_END = Pattern.compile("\r\n\r\n|\n\n|\r\r");

  private static final String BASE64 = "body_base64";

  private RecordingReader() {}

  /**
   * Reads a file, or gives nothing where it is of an API that the simulator does not speak.
   *
   * @throws IllegalArgumentException if the file is no recorded exchange
   */
  static Optional<Recording> read(Path file, Set<String> apis) {
    JsonNode json;
    try {
      json = CanonicalJson.parse(Files.readAllBytes(file)).orElseThrow(() -> broken(file, "JSON"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!apis.contains(json.path("api").asText())) {
      return Optional.empty();
    }
    if (!json.path("id").isTextual() || !json.path("response").path("status").isInt()) {
      throw broken(file, "id and response.status");
    }
    return Optional.of(recording(json));
  }

  private static IllegalArgumentException broken(Path file, String lacks) {
    return new IllegalArgumentException(file + " is no recorded exchange: it lacks " + lacks);
  }

  private static Recording recording(JsonNode json) {
    String api = json.path("api").asText();
    JsonNode response = json.path("response");
    JsonNode body = response.path("body");
    Answer.Head head = head(response);
    boolean framed = response.has(BASE64);
    boolean stream = framed || (body.isTextual() && isEventStream(head, body.asText()));
    List<Buffer> parts = List.of(whole(response));
    if (stream) {
      parts = framed ? messages(response) : events(body.asText());
    }
    Optional<Tokens> usage =
        stream ? RecordedUsage.ofEvents(api, parts) : RecordedUsage.ofBody(api, body);
    JsonNode request = json.path("request").path("body");
    Optional<JsonNode> asked = request.isObject() ? Optional.of(request) : Optional.empty();
    return new Recording(json.path("id").asText(), api, asked, head, parts, stream, usage);
  }

  /** The messages of an event stream of AWS, which begin with their length. */
  private static List<Buffer> messages(JsonNode response) {
    Buffer bytes = Buffer.buffer(Base64.getDecoder().decode(response.path(BASE64).asText()));
    List<Buffer> messages = new ArrayList<>();
    for (int from = 0; from < bytes.length(); ) {
      int to = from + bytes.getInt(from);
      messages.add(bytes.getBuffer(from, to));
      from = to;
    }
    return messages;
  }

  private static Answer.Head head(JsonNode response) {
    List<Answer.Header> headers = new ArrayList<>();
    for (Map.Entry<String, JsonNode> header : response.path("headers").properties()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!DROPPED_HEADERS.contains(name)) {
        for (JsonNode value :
            header.getValue().isArray() ? header.getValue() : List.of(header.getValue())) {
          headers.add(new Answer.Header(name, value.asText()));
        }
      }
    }
    return new Answer.Head(response.path("status").asInt(), headers);
  }

  private static boolean isEventStream(Answer.Head head, String body) {
    boolean declared =
        head.headers().stream()
            .anyMatch(h ->
                h.name().toString().equals("content-type")
                    && h.value().toString().startsWith("text/event-stream"));
    return declared && !body.isEmpty();
  }

  private static Buffer whole(JsonNode response) {
    JsonNode body = response.path("body");
    if (body.isMissingNode() || body.isNull()) {
      return Buffer.buffer();
    }
    if (body.isTextual()) {
      return Buffer.buffer(body.asText());
    }
    return Buffer.buffer(response.path("body_raw_prefix").asText())
        .appendBytes(CanonicalJson.write(body));
  }

  /** Splits a stream after each blank line; put together, the events are the stream. */
  static List<Buffer> events(String body) {
    List<Buffer> events = new ArrayList<>();
    Matcher end = EVENT_END.matcher(body);
    int start = 0;
    while (end.find()) {
      events.add(Buffer.buffer(body.substring(start, end.end())));
      start = end.end();
    }
    if (start < body.length()) {
      events.add(Buffer.buffer(body.substring(start)));
    }
    return events;
  }
}
