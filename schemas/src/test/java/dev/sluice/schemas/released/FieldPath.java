package dev.sluice.schemas.released;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** Turns a place such as {@code /fields/3/type/1/fields/0} into {@code envelope.request_id}. */
final class FieldPath {
  private FieldPath() {}

  /** The names of the fields on the way; the schema's own name where the place is in no field. */
  static String of(Schema schema, String location) {
    List<String> names = new ArrayList<>();
    Schema at = schema;
    String[] steps = location.split("/", -1);
    for (int i = 0; i < steps.length && at != null; i++) {
      String step = steps[i];
      if (step.equals("fields") && i + 1 < steps.length && at.getType() == Schema.Type.RECORD) {
        Schema.Field field = at.getFields().get(Integer.parseInt(steps[++i]));
        names.add(field.name());
        at = field.schema();
      } else if (step.equals("items")) {
        at = at.getElementType();
      } else if (step.equals("values")) {
        at = at.getValueType();
      } else if (at.getType() == Schema.Type.UNION && step.matches("\\d+")) {
        at = at.getTypes().get(Integer.parseInt(step));
      }
    }
    return names.isEmpty() ? schema.getName() : String.join(".", names);
  }
}
