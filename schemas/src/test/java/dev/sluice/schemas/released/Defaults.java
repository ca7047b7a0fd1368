package dev.sluice.schemas.released;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;

/** Looks for fields and enums that have no default, through all nested types. */
final class Defaults {
  private final List<String> missing = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  private Defaults() {}

  /** Each as what it is and what to do. */
  static List<String> missing(Schema schema) {
    Defaults defaults = new Defaults();
    defaults.look(schema);
    return defaults.missing;
  }

  private void look(Schema schema) {
    switch (schema.getType()) {
      case RECORD -> record(schema);
      case ENUM -> {
        if (seen.add(schema.getFullName()) && schema.getEnumDefault() == null) {
          missing.add("enum " + schema.getName() + " has no default: name a symbol of it");
        }
      }
      case UNION -> schema.getTypes().forEach(this::look);
      case ARRAY -> look(schema.getElementType());
      case MAP -> look(schema.getValueType());
      default -> {
        // A primitive holds nothing.
      }
    }
  }

  private void record(Schema schema) {
    if (!seen.add(schema.getFullName())) {
      return;
    }
    for (Schema.Field field : schema.getFields()) {
      if (!field.hasDefaultValue()) {
        missing.add(
            "field %s.%s has no default: add one".formatted(schema.getName(), field.name()));
      }
      look(field.schema());
    }
  }
}
