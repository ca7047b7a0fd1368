package dev.sluice.dialects.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one JSON document to memory. Null values of the {@code …IfSet} methods write nothing. */
public final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final ByteArrayOutputStream bytes;
  private final JsonGenerator generator;

  /** A document of about this many bytes. */
  public JsonText(int expectedBytes) {
    bytes = new ByteArrayOutputStream(expectedBytes);
    try {
      generator = FACTORY.createGenerator(bytes);
    } catch (IOException e) {
      throw cannotHappen(e);
    }
  }

  /** One write to memory, which fails only where the document is put together wrongly. */
  private interface Step {
    void run() throws IOException;
  }

  private JsonText step(Step step) {
    try {
      step.run();
      return this;
    } catch (IOException e) {
      throw cannotHappen(e);
    }
  }

  private static IllegalStateException cannotHappen(IOException e) {
    return new IllegalStateException("writing JSON to memory failed", e);
  }

  public JsonText object() {
    return step(generator::writeStartObject);
  }

  public JsonText object(String field) {
    return step(() -> generator.writeObjectFieldStart(field));
  }

  public JsonText endObject() {
    return step(generator::writeEndObject);
  }

  public JsonText array() {
    return step(generator::writeStartArray);
  }

  public JsonText array(String field) {
    return step(() -> generator.writeArrayFieldStart(field));
  }

  public JsonText endArray() {
    return step(generator::writeEndArray);
  }

  public JsonText string(String value) {
    return step(() -> generator.writeString(value));
  }

  public JsonText field(String name, String value) {
    return step(() -> generator.writeStringField(name, value));
  }

  public JsonText field(String name, long value) {
    return step(() -> generator.writeNumberField(name, value));
  }

  public JsonText field(String name, boolean value) {
    return step(() -> generator.writeBooleanField(name, value));
  }

  public JsonText nullField(String name) {
    return step(() -> generator.writeNullField(name));
  }

  /** A field whose value is JSON text already. */
  public JsonText rawField(String name, String json) {
    return step(() -> {
      generator.writeFieldName(name);
      generator.writeRawValue(json);
    });
  }

  /** A value that is JSON text already. */
  public JsonText raw(String json) {
    return step(() -> generator.writeRawValue(json));
  }

  public JsonText fieldIfSet(String name, @Nullable String value) {
    return value == null ? this : field(name, value);
  }

  public JsonText fieldIfSet(String name, @Nullable Long value) {
    return value == null ? this : field(name, value.longValue());
  }

  public JsonText fieldIfSet(String name, @Nullable Integer value) {
    return value == null ? this : field(name, value.longValue());
  }

  public JsonText fieldIfSet(String name, @Nullable Boolean value) {
    return value == null ? this : field(name, value.booleanValue());
  }

  /** Numbers without a fraction are written without one. */
  public JsonText fieldIfSet(String name, @Nullable Double value) {
    if (value == null) {
      return this;
    }
    double number = value;
    if (number == Math.rint(number) && Math.abs(number) < 1e15) {
      return field(name, (long) number);
    }
    return step(() -> generator.writeNumberField(name, number));
  }

  public JsonText rawFieldIfSet(String name, @Nullable String json) {
    return json == null ? this : rawField(name, json);
  }

  public JsonText strings(String name, List<String> values) {
    array(name);
    values.forEach(this::string);
    return endArray();
  }

  /** All fields of a bag of JSON texts. */
  public JsonText rawFields(Map<String, String> fields) {
    for (Map.Entry<String, String> field : fields.entrySet()) {
      rawField(field.getKey(), field.getValue());
    }
    return this;
  }

  /** All fields of a bag but one. */
  public JsonText rawFieldsBut(Map<String, String> fields, String name) {
    for (Map.Entry<String, String> field : fields.entrySet()) {
      if (!field.getKey().equals(name)) {
        rawField(field.getKey(), field.getValue());
      }
    }
    return this;
  }

  /** Closes what is open and gives the document. */
  public byte[] bytes() {
    step(generator::close);
    return bytes.toByteArray();
  }

  /** The same as text. */
  public String text() {
    step(generator::close);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** A string as a JSON value. */
  public static String quoted(String value) {
    return new JsonText(value.length() + 16).string(value).text();
  }
}
