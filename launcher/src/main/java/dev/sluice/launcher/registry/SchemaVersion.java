package dev.sluice.launcher.registry;

import org.apache.avro.Schema;

/**
 * One version of a subject.
 *
 * @param schema the text that Avro prints for the parsed schema
 * @param deleted gone from the subject, yet its id still resolves
 */
record SchemaVersion(String subject, int version, int id, String schema, boolean deleted) {

  SchemaVersion asDeleted() {
    return new SchemaVersion(subject, version, id, schema, true);
  }

  /** Parses the stored text, whose defaults and names were checked when it came. */
  Schema parsed() {
    return new Schema.Parser().setValidateDefaults(false).parse(schema);
  }
}
