package dev.sluice.schemas.released;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaIncompatibilityType;

/**
 * The rule that registries call FULL_TRANSITIVE: each schema reads and is read by every release.
 */
final class FullTransitive {
  private FullTransitive() {}

  /** What breaks, each as topic, direction, field and what to do; empty where nothing does. */
  static List<String> violations(Map<String, Schema> current, List<Release> releases) {
    List<String> found = new ArrayList<>();
    for (Release release : releases) {
      new TreeMap<>(release.schemas())
          .forEach((name, released) -> {
            Schema now = current.get(name);
            if (now == null) {
              found.add(
                  "%s: released in %s and gone: keep it in the catalogue, since logs still hold it"
                      .formatted(name, release.version()));
              return;
            }
            describe(
                found,
                "%s: this build cannot read what %s wrote".formatted(name, release.version()),
                now,
                released,
                true);
            describe(
                found,
                "%s: %s cannot read what this build writes".formatted(name, release.version()),
                released,
                now,
                false);
          });
    }
    return found;
  }

  /** Fields and enums without a default: the next release could not add or drop them. */
  static List<String> withoutDefault(Map<String, Schema> current) {
    List<String> found = new ArrayList<>();
    new TreeMap<>(current)
        .forEach(
            (name, schema) -> Defaults.missing(schema).forEach(at -> found.add(name + ": " + at)));
    return found;
  }

  private static void describe(
      List<String> found, String what, Schema reader, Schema writer, boolean readerIsCurrent) {
    List<String> nested = new ArrayList<>();
    List<String> outer = new ArrayList<>();
    for (Incompatibility problem : problems(reader, writer)) {
      if (problem.getType() == SchemaIncompatibilityType.MISSING_UNION_BRANCH) {
        nested.addAll(inRecords(what, reader, writer, readerIsCurrent));
      }
      outer.add(line(what, FieldPath.of(reader, problem.getLocation()), problem, readerIsCurrent));
    }
    found.addAll(nested.isEmpty() ? outer : nested.stream().distinct().toList());
  }

  /**
   * Avro says of a nullable record only that the union lacks it. This says what is wrong in it, by
   * the names of record and field.
   */
  private static List<String> inRecords(
      String what, Schema reader, Schema writer, boolean readerIsCurrent) {
    List<String> found = new ArrayList<>();
    Map<String, Schema> written = Records.of(writer);
    Records.of(reader)
        .forEach((name, record) -> {
          Schema other = written.get(name);
          if (other == null) {
            return;
          }
          for (Incompatibility problem : problems(record, other)) {
            if (problem.getType() != SchemaIncompatibilityType.MISSING_UNION_BRANCH) {
              String field = record.getName() + '.' + FieldPath.of(record, problem.getLocation());
              found.add(line(what, field, problem, readerIsCurrent));
            }
          }
        });
    return found;
  }

  private static List<Incompatibility> problems(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
        .getResult()
        .getIncompatibilities();
  }

  private static String line(
      String what, String field, Incompatibility problem, boolean readerIsCurrent) {
    return "%s: field %s: %s (%s)"
        .formatted(what, field, advice(problem.getType(), readerIsCurrent), problem.getMessage());
  }

  private static String advice(SchemaIncompatibilityType type, boolean readerIsCurrent) {
    return switch (type) {
      case READER_FIELD_MISSING_DEFAULT_VALUE ->
          readerIsCurrent
              ? "give the field a default"
              : "put the field back: the release has no default for it";
      case MISSING_ENUM_SYMBOLS ->
          readerIsCurrent
              ? "put the symbol back, or give the enum a default"
              : "take the new symbol out: the release's enum has no default";
      case TYPE_MISMATCH, MISSING_UNION_BRANCH ->
          "keep its type; what needs another type is a new field with a default";
      case NAME_MISMATCH -> "keep the name and namespace of the type";
      case FIXED_SIZE_MISMATCH -> "keep the size";
    };
  }
}
