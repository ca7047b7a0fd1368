package dev.sluice.dialects.gemini;

import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Schemas of the API's own kind, a subset of OpenAPI's, as JSON Schema: types in small letters, a
 * nullable one as a list with null, bounds as numbers.
 */
final class Schemas {
  private Schemas() {}

  /** The same schema as JSON Schema; what is no object stays as it is. */
  static String jsonSchema(String raw) {
    if (!raw.startsWith("{")) {
      return raw;
    }
    try (JsonCursor in = JsonCursor.ofValue(raw)) {
      var out = new JsonText(raw.length());
      schema(in, out.object());
      return out.endObject().text();
    } catch (IOException e) {
      return raw; // cut from a document that was read already
    }
  }

  private static void schema(JsonCursor in, JsonText out) throws IOException {
    String type = null;
    boolean nullable = false;
    while (in.nextField()) {
      String field = Names.field(in);
      switch (field) {
        case "type" -> {
          if (in.isString()) {
            type = in.string().toLowerCase(Locale.ROOT);
          } else {
            out.rawField(field, in.raw());
          }
        }
        case "nullable" -> {
          nullable = in.bool();
          in.skip();
        }
        case "propertyOrdering" -> in.skip();
        case "properties" -> properties(in, out);
        case "items" -> one(in, out, field);
        case "anyOf", "oneOf", "allOf", "prefixItems" -> several(in, out, field);
        case "minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties" ->
            out.rawField(field, bound(in));
        default -> out.rawField(field, in.raw());
      }
    }
    type(out, type, nullable);
  }

  private static void type(JsonText out, @Nullable String type, boolean nullable) {
    if (type == null || type.equals("type_unspecified")) {
      return;
    }
    if (nullable) {
      out.array("type").string(type).string("null").endArray();
    } else {
      out.field("type", type);
    }
  }

  private static void properties(JsonCursor in, JsonText out) throws IOException {
    if (!in.isObject()) {
      out.rawField("properties", in.raw());
      return;
    }
    out.object("properties");
    while (in.nextField()) {
      one(in, out, in.field());
    }
    out.endObject();
  }

  private static void one(JsonCursor in, JsonText out, String field) throws IOException {
    if (in.isObject()) {
      schema(in, out.object(field));
      out.endObject();
    } else {
      out.rawField(field, in.raw());
    }
  }

  private static void several(JsonCursor in, JsonText out, String field) throws IOException {
    if (!in.isArray()) {
      out.rawField(field, in.raw());
      return;
    }
    out.array(field);
    while (in.nextElement()) {
      if (in.isObject()) {
        schema(in, out.object());
        out.endObject();
      } else {
        out.raw(in.raw());
      }
    }
    out.endArray();
  }

  /** Whole numbers of 64 bits come as strings. */
  private static String bound(JsonCursor in) throws IOException {
    if (in.isString() && in.string().matches("\\d{1,18}")) {
      return Long.toString(Long.parseLong(in.string()));
    }
    return in.raw();
  }
}
