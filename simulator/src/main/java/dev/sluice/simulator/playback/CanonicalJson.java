package dev.sluice.simulator.playback;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * One spelling for all JSON texts that mean the same request.
 *
 * <p>Normalised are: white space and escapes; the order of an object's fields; the spelling of
 * numbers ({@code 1}, {@code 1.0} and {@code 10e-1} are one number); and the top-level field {@code
 * stream_options}, which is left out, because a gateway may set it for its own accounting. Nothing
 * else is: an absent field is not a null, an array's order counts, a string content is not a list
 * of one text part.
 */
final class CanonicalJson {

  static final String IGNORED_FIELD = "stream_options";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private CanonicalJson() {}

  /** Parses a text, or gives nothing where it is not JSON. */
  static Optional<JsonNode> parse(byte[] text) {
    try {
      return Optional.of(MAPPER.readTree(text));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Writes a tree as it is. */
  static byte[] write(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a parsed tree can always be written", e);
    }
  }

  /** The spelling of a request's body. */
  static String ofRequest(JsonNode body) {
    StringBuilder out = new StringBuilder();
    append(withoutIgnored(body), out);
    return out.toString();
  }

  /** The spelling of any value. */
  static String of(JsonNode value) {
    StringBuilder out = new StringBuilder();
    append(value, out);
    return out.toString();
  }

  static JsonNode withoutIgnored(JsonNode body) {
    if (body instanceof ObjectNode object && object.has(IGNORED_FIELD)) {
      ObjectNode copy = object.deepCopy();
      copy.remove(IGNORED_FIELD);
      return copy;
    }
    return body;
  }

  private static void append(JsonNode node, StringBuilder out) {
    if (node.isObject()) {
      appendObject(node, out);
    } else if (node.isArray()) {
      char separator = '[';
      for (JsonNode item : node) {
        out.append(separator);
        append(item, out);
        separator = ',';
      }
      out.append(node.isEmpty() ? "[]" : "]");
    } else if (node.isNumber()) {
      out.append(node.decimalValue().stripTrailingZeros());
    } else {
      out.append(node);
    }
  }

  private static void appendObject(JsonNode node, StringBuilder out) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    Collections.sort(names);
    char separator = '{';
    for (String name : names) {
      out.append(separator).append(MAPPER.getNodeFactory().textNode(name)).append(':');
      append(node.get(name), out);
      separator = ',';
    }
    out.append(names.isEmpty() ? "{}" : "}");
  }
}
