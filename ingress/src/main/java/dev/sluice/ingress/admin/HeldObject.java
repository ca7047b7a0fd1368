package dev.sluice.ingress.admin;

import dev.sluice.schemas.config.ConfigKind;

/**
 * A configuration object as the topic has it.
 *
 * @param bodyJson empty where it is deleted
 * @param offset of its record
 */
record HeldObject(
    ConfigKind kind,
    String name,
    long revision,
    String managedBy,
    String bodyJson,
    boolean deleted,
    long offset) {
  private static final String FILE = "file";

  boolean managedByFile() {
    return managedBy.equals(FILE);
  }

  HeldObject withRevision(long other) {
    return new HeldObject(kind, name, other, managedBy, bodyJson, deleted, offset);
  }

  /** As records and messages name it. */
  String key() {
    return kind.text() + "/" + name;
  }
}
