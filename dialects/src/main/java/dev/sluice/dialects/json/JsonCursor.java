package dev.sluice.dialects.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object once, from first byte to last. The cursor always stands on a token; a value
 * that is not read is left with {@link #skip()} or {@link #raw()}, so that after each value the
 * cursor stands on the last token of it.
 *
 * <p>Nesting is limited to {@value #MAX_DEPTH} levels and numbers to 1000 characters. Of a repeated
 * key the last one counts.
 */
public final class JsonCursor implements AutoCloseable {
  /** Deeper documents are malformed. */
  public static final int MAX_DEPTH = 500;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(64 << 20)
                  .build())
          .build();

  private final byte[] source;
  private final int base;
  private final JsonParser parser;

  private JsonCursor(byte[] source, int from) throws IOException {
    this.source = source;
    this.base = from;
    this.parser = FACTORY.createParser(source, from, source.length - from);
  }

  /**
   * Opens a document that must be one object; blank lines, spaces and a byte order mark before it
   * are passed over. The cursor stands on the object's start.
   */
  public static JsonCursor ofObject(byte[] source) throws IOException {
    int from = firstByte(source);
    if (from >= source.length || source[from] != '{') {
      throw new JsonParseException(null, "not an object");
    }
    if (from + 1 < source.length && source[from + 1] == 0) {
      throw new JsonParseException(null, "not UTF-8");
    }
    var cursor = new JsonCursor(source, from);
    cursor.parser.nextToken();
    return cursor;
  }

  /** The same for a piece of JSON text of any type. */
  public static JsonCursor ofValue(String json) throws IOException {
    byte[] source = json.getBytes(StandardCharsets.UTF_8);
    var cursor = new JsonCursor(source, Math.min(firstByte(source), source.length));
    if (cursor.parser.nextToken() == null) {
      throw new JsonParseException(null, "empty");
    }
    return cursor;
  }

  private static int firstByte(byte[] source) {
    int from = 0;
    if (source.length >= 3
        && source[0] == (byte) 0xEF
        && source[1] == (byte) 0xBB
        && source[2] == (byte) 0xBF) {
      from = 3;
    }
    while (from < source.length && isBlank(source[from])) {
      from++;
    }
    return from;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /**
   * Moves to the value of the next field of the object that the cursor is in; false at its end, and
   * at once where a document is no object.
   */
  public boolean nextField() throws IOException {
    if (parser.nextToken() == JsonToken.FIELD_NAME) {
      parser.nextToken();
      return true;
    }
    return false;
  }

  /** Moves to the next element of the array that the cursor is in. */
  public boolean nextElement() throws IOException {
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  /** Name of the field that the cursor stands on, cleaned as {@link #string()}. */
  public String field() throws IOException {
    String name = parser.currentName();
    return name == null ? "" : clean(name);
  }

  /** The token that the cursor stands on. */
  public JsonToken token() {
    JsonToken token = parser.currentToken();
    return token == null ? JsonToken.NOT_AVAILABLE : token;
  }

  public boolean isObject() {
    return parser.currentToken() == JsonToken.START_OBJECT;
  }

  public boolean isArray() {
    return parser.currentToken() == JsonToken.START_ARRAY;
  }

  public boolean isString() {
    return parser.currentToken() == JsonToken.VALUE_STRING;
  }

  public boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  public boolean isInteger() {
    return parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
  }

  public boolean isNumber() {
    return isInteger() || parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT;
  }

  public boolean isBoolean() {
    JsonToken token = parser.currentToken();
    return token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
  }

  /** Text of a string value; halves of surrogate pairs become U+FFFD, which UTF-8 can carry. */
  public String string() throws IOException {
    return clean(parser.getText());
  }

  /** The string, or null where the value is anything else, which is then skipped. */
  public @Nullable String stringOrSkip() throws IOException {
    if (isString()) {
      return string();
    }
    skip();
    return null;
  }

  public boolean bool() {
    return parser.currentToken() == JsonToken.VALUE_TRUE;
  }

  /** Whether the value is an integer that fits a long. */
  public boolean fitsLong() throws IOException {
    return isInteger()
        && (parser.getNumberType() == JsonParser.NumberType.INT
            || parser.getNumberType() == JsonParser.NumberType.LONG);
  }

  /** The number as a long, where {@link #fitsLong()}. */
  public long number() throws IOException {
    return parser.getLongValue();
  }

  /** The long, or null where the value is anything else, which is then skipped. */
  public @Nullable Long longOrSkip() throws IOException {
    if (fitsLong()) {
      return number();
    }
    skip();
    return null;
  }

  /** The number as a double; not finite where it is too large for one. */
  public double decimal() throws IOException {
    return parser.getDoubleValue();
  }

  /** Leaves the value unread. */
  public void skip() throws IOException {
    parser.skipChildren();
  }

  /** Offset of the value's first byte, for {@link #rawFrom(int)}. */
  public int offset() {
    return base + (int) parser.currentTokenLocation().getByteOffset();
  }

  /**
   * The text of an object or array that began at the offset and that the cursor stands at the end
   * of.
   */
  public String rawFrom(int offset) {
    int end = base + (int) parser.currentLocation().getByteOffset();
    return oneLine(new String(source, offset, end - offset, StandardCharsets.UTF_8));
  }

  /** The value's own text, on one line. */
  public String raw() throws IOException {
    return switch (token()) {
      case VALUE_NULL -> "null";
      case VALUE_TRUE -> "true";
      case VALUE_FALSE -> "false";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getText();
      case START_OBJECT, START_ARRAY -> {
        int from = offset();
        parser.skipChildren();
        yield rawFrom(from);
      }
      default -> {
        int from = offset();
        parser.finishToken();
        yield rawFrom(from);
      }
    };
  }

  /**
   * All strings of an array, or null where it holds anything else; the cursor is then at its end.
   */
  public @Nullable List<String> strings() throws IOException {
    List<String> strings = new ArrayList<>();
    boolean clean = true;
    while (nextElement()) {
      if (isString()) {
        strings.add(string());
      } else {
        clean = false;
        skip();
      }
    }
    return clean ? strings : null;
  }

  /** The text of each field of an object, by name. */
  public Map<String, String> rawFields() throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    while (nextField()) {
      fields.put(field(), raw());
    }
    return fields;
  }

  /** Makes sure that nothing but white space follows. */
  public void end() throws IOException {
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "more than one value");
    }
  }

  @Override
  public void close() {
    try {
      parser.close();
    } catch (IOException e) {
      throw new IllegalStateException("closing a parser over bytes failed", e);
    }
  }

  /** Text laid out over lines loses the white space between its tokens; other text stays. */
  private static String oneLine(String json) {
    return json.indexOf('\n') < 0 && json.indexOf('\r') < 0 ? json : compact(json);
  }

  private static String compact(String json) {
    var compact = new StringBuilder(json.length());
    boolean quoted = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (quoted || c > ' ') {
        compact.append(c);
      }
      if (quoted && c == '\\') {
        i++;
        compact.append(json.charAt(i));
      } else if (c == '"') {
        quoted = !quoted;
      }
    }
    return compact.toString();
  }

  private static String clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return cleanFrom(text, i);
      }
    }
    return text;
  }

  private static String cleanFrom(String text, int from) {
    var cleaned = new StringBuilder(text.length()).append(text, 0, from);
    for (int i = from; i < text.length(); ) {
      int point = text.codePointAt(i);
      boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
      cleaned.appendCodePoint(half ? 0xFFFD : point);
      i += Character.charCount(point);
    }
    return cleaned.toString();
  }
}
