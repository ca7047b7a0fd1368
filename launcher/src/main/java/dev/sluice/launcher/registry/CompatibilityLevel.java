package dev.sluice.launcher.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/** Which earlier versions of a subject a new schema must get along with, and in which direction. */
public enum CompatibilityLevel {
  /** Anything goes. */
  NONE(false, false, false),
  /** The new schema reads what the last version wrote. */
  BACKWARD(true, false, false),
  /** The new schema reads what any version wrote. */
  BACKWARD_TRANSITIVE(true, false, true),
  /** The last version reads what the new schema writes. */
  FORWARD(false, true, false),
  /** Every version reads what the new schema writes. */
  FORWARD_TRANSITIVE(false, true, true),
  /** Both directions with the last version. */
  FULL(true, true, false),
  /** Both directions with every version. */
  FULL_TRANSITIVE(true, true, true);

  private final boolean readsEarlier;
  private final boolean readByEarlier;
  private final boolean transitive;

  CompatibilityLevel(boolean readsEarlier, boolean readByEarlier, boolean transitive) {
    this.readsEarlier = readsEarlier;
    this.readByEarlier = readByEarlier;
    this.transitive = transitive;
  }

  /** The level of that name, in any case, or nothing. */
  public static Optional<CompatibilityLevel> named(String name) {
    String wanted = name.strip().toUpperCase(Locale.ROOT);
    for (CompatibilityLevel level : values()) {
      if (level.name().equals(wanted)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }

  /**
   * What breaks if a schema joins a subject; empty if nothing does.
   *
   * @param earlier the live versions, oldest first
   */
  List<String> violations(Schema proposed, List<SchemaVersion> earlier) {
    List<SchemaVersion> checked = earlier;
    if (!transitive && !earlier.isEmpty()) {
      checked = List.of(earlier.getLast());
    }
    List<String> found = new ArrayList<>();
    for (SchemaVersion version : checked.reversed()) {
      found.addAll(violations(proposed, version));
    }
    return List.copyOf(found);
  }

  /** What breaks between a schema and this one version, whatever the level says of others. */
  List<String> violations(Schema proposed, SchemaVersion version) {
    List<String> found = new ArrayList<>();
    Schema other = version.parsed();
    if (readsEarlier) {
      describe(found, "the new schema cannot read version ", version, proposed, other);
    }
    if (readByEarlier) {
      describe(found, "the new schema cannot be read by version ", version, other, proposed);
    }
    return found;
  }

  private static void describe(
      List<String> found, String what, SchemaVersion version, Schema reader, Schema writer) {
    List<Incompatibility> problems =
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
            .getResult()
            .getIncompatibilities();
    for (Incompatibility problem : problems) {
      found.add(
          what
              + version.version()
              + ": "
              + problem.getType()
              + " at "
              + problem.getLocation()
              + ": "
              + problem.getMessage());
    }
  }
}
