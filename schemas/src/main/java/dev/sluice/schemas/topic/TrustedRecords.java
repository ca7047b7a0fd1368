package dev.sluice.schemas.topic;

import org.apache.avro.util.ClassSecurityValidator;

/**
 * Lets Avro make the records of this project. Since 1.12.2 it makes only classes that were named to
 * it, so that a schema in a message cannot choose a class.
 */
public final class TrustedRecords {
  private static final String PACKAGES = "dev.sluice.schemas.";

  static {
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(), type -> type.getName().startsWith(PACKAGES)));
  }

  private TrustedRecords() {}

  /** Once is enough for a process; later calls do nothing. Call it before a record is built. */
  public static void install() {
    // The static initialiser did it.
  }
}
