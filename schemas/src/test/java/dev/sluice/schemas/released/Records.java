package dev.sluice.schemas.released;

import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;

/** The record types in a schema, its own included, by full name. */
final class Records {
  private final Map<String, Schema> found = new TreeMap<>();

  private Records() {}

  static Map<String, Schema> of(Schema schema) {
    Records records = new Records();
    records.look(schema);
    return records.found;
  }

  private void look(Schema schema) {
    switch (schema.getType()) {
      case RECORD -> {
        if (found.putIfAbsent(schema.getFullName(), schema) == null) {
          schema.getFields().forEach(field -> look(field.schema()));
        }
      }
      case UNION -> schema.getTypes().forEach(this::look);
      case ARRAY -> look(schema.getElementType());
      case MAP -> look(schema.getValueType());
      default -> {
        // Enums and primitives hold no records.
      }
    }
  }
}
