package dev.sluice.schemas.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to a JSON object. Every method throws {@link FieldException} on a wrong type. It
 * remembers what it was asked for; {@link #requireKnown} refuses the rest. For one thread.
 */
final class Fields {
  private final JsonNode node;
  private final Set<String> asked = new LinkedHashSet<>();
  private final Map<String, Fields> inner = new LinkedHashMap<>();

  Fields(JsonNode node) {
    this.node = node;
  }

  /**
   * Refuses a field that nobody asked for, here or in the objects in here.
   *
   * @param path of this object, with a dot at its end; empty at the top
   */
  void requireKnown(String path) {
    node.fieldNames()
        .forEachRemaining(field -> {
          if (!asked.contains(field)) {
            List<String> near = NearestNames.of(field, asked, 1);
            throw new FieldException(
                "there is no field "
                    + path
                    + Shown.of(field).replace("'", "")
                    + (near.isEmpty()
                        ? "; there is " + String.join(", ", asked)
                        : "; did you mean " + near.getFirst() + "?"));
          }
        });
    inner.forEach((field, object) -> object.requireKnown(path + field + "."));
  }

  private JsonNode value(String field) {
    asked.add(field);
    return node.path(field);
  }

  private Fields inner(String field, JsonNode object) {
    Fields fields = new Fields(object);
    inner.put(field, fields);
    return fields;
  }

  String text(String field) {
    String text = textOrNull(field);
    if (text == null) {
      throw new FieldException(field + " is missing");
    }
    return text;
  }

  String textOr(String field, String otherwise) {
    String text = textOrNull(field);
    return text == null ? otherwise : text;
  }

  @Nullable String textOrNull(String field) {
    JsonNode value = value(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw new FieldException(field + " is text");
    }
    return value.textValue();
  }

  boolean flagOr(String field, boolean otherwise) {
    JsonNode value = value(field);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw new FieldException(field + " is true or false");
    }
    return value.booleanValue();
  }

  @Nullable Duration spanOrNull(String field) {
    JsonNode value = value(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new FieldException(field + " is a whole number of milliseconds");
    }
    return Duration.ofMillis(value.longValue());
  }

  Duration spanOr(String field, Duration otherwise) {
    Duration span = spanOrNull(field);
    return span == null ? otherwise : span;
  }

  List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : array(field)) {
      if (!value.isTextual()) {
        throw new FieldException(field + " is a list of texts");
      }
      texts.add(value.textValue());
    }
    return texts;
  }

  /** The texts of a list; none where it is not there. */
  List<String> textsOrNone(String field) {
    return isThere(field) ? texts(field) : List.of();
  }

  /** The objects of a list; none where it is not there. */
  List<Fields> objectsOrNone(String field) {
    return isThere(field) ? objects(field) : List.of();
  }

  /** An object; one without fields where it is not there. */
  Fields objectOrEmpty(String field) {
    JsonNode value = value(field);
    if (isThere(field) && !value.isObject()) {
      throw new FieldException(field + " is an object");
    }
    return inner(field, value);
  }

  private boolean isThere(String field) {
    JsonNode value = value(field);
    return !value.isMissingNode() && !value.isNull();
  }

  @Nullable Long wholeOrNull(String field) {
    JsonNode value = value(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new FieldException(field + " is a whole number");
    }
    return value.longValue();
  }

  List<Long> wholesOr(String field, List<Long> otherwise) {
    if (!isThere(field)) {
      return otherwise;
    }
    List<Long> wholes = new ArrayList<>();
    for (JsonNode value : array(field)) {
      if (!value.isIntegralNumber() || !value.canConvertToLong()) {
        throw new FieldException(field + " is a list of whole numbers");
      }
      wholes.add(value.longValue());
    }
    return wholes;
  }

  List<Fields> objects(String field) {
    List<Fields> objects = new ArrayList<>();
    for (JsonNode value : array(field)) {
      if (!value.isObject()) {
        throw new FieldException(field + " is a list of objects");
      }
      objects.add(inner(field + "[" + objects.size() + "]", value));
    }
    return objects;
  }

  private JsonNode array(String field) {
    JsonNode value = value(field);
    if (!value.isArray()) {
      throw new FieldException(field + " is a list");
    }
    return value;
  }
}
