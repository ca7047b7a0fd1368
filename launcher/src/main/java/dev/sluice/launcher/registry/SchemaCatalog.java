package dev.sluice.launcher.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The fold of the schemas topic. Only the reader of the topic applies entries; any thread may ask.
 * Answers are copies.
 */
final class SchemaCatalog {

  private final CompatibilityLevel defaultLevel;
  private final NavigableMap<String, NavigableMap<Integer, SchemaVersion>> subjects =
      new TreeMap<>();
  private final Map<Integer, String> schemasById = new HashMap<>();
  private final Map<String, Integer> idsBySchema = new HashMap<>();
  private final Map<Optional<String>, CompatibilityLevel> levels = new HashMap<>();
  private int highestId;

  SchemaCatalog(CompatibilityLevel defaultLevel) {
    this.defaultLevel = defaultLevel;
  }

  synchronized void apply(LogEntry entry) {
    switch (entry) {
      case LogEntry.VersionStored(SchemaVersion version) -> store(version);
      case LogEntry.VersionErased(String subject, int version) -> erase(subject, version);
      case LogEntry.SubjectDeleted(String subject, int upTo) ->
          allVersions(subject).stream()
              .filter(v -> v.version() <= upTo)
              .forEach(v -> store(v.asDeleted()));
      case LogEntry.LevelSet(Optional<String> subject, CompatibilityLevel level) ->
          levels.put(subject, level);
      case LogEntry.LevelCleared(Optional<String> subject) -> levels.remove(subject);
      case LogEntry.Ignored ignored -> {}
    }
  }

  /** Names of the subjects with a live version, or with any version, in order. */
  synchronized List<String> subjects(boolean withDeleted) {
    return subjects.keySet().stream().filter(s -> !versions(s, withDeleted).isEmpty()).toList();
  }

  /** Versions of a subject, oldest first; empty if there is no such subject. */
  synchronized List<SchemaVersion> versions(String subject, boolean withDeleted) {
    return allVersions(subject).stream().filter(v -> withDeleted || !v.deleted()).toList();
  }

  synchronized Optional<String> schema(int id) {
    return Optional.ofNullable(schemasById.get(id));
  }

  /** Every version, of any subject, that has this id, by subject and version. */
  synchronized List<SchemaVersion> versionsWithId(int id, boolean withDeleted) {
    return subjects.values().stream()
        .flatMap(versions -> versions.values().stream())
        .filter(v -> v.id() == id && (withDeleted || !v.deleted()))
        .toList();
  }

  /** The id of a schema that any subject has or had, or the next free one. */
  synchronized int idFor(String schema) {
    return idsBySchema.getOrDefault(schema, highestId + 1);
  }

  /**
   * The version that the next schema of a subject gets; numbers of deleted ones do not come back.
   */
  synchronized int nextVersion(String subject) {
    List<SchemaVersion> all = allVersions(subject);
    return all.isEmpty() ? 1 : all.getLast().version() + 1;
  }

  /** The general level, which was set or is the default. */
  synchronized CompatibilityLevel level() {
    return levels.getOrDefault(Optional.<String>empty(), defaultLevel);
  }

  /** The level that was set for this very subject. */
  synchronized Optional<CompatibilityLevel> ownLevel(String subject) {
    return Optional.ofNullable(levels.get(Optional.of(subject)));
  }

  private void store(SchemaVersion version) {
    subjects
        .computeIfAbsent(version.subject(), s -> new TreeMap<>())
        .put(version.version(), version);
    schemasById.putIfAbsent(version.id(), version.schema());
    idsBySchema.putIfAbsent(version.schema(), version.id());
    highestId = Math.max(highestId, version.id());
  }

  private void erase(String subject, int version) {
    NavigableMap<Integer, SchemaVersion> versions = subjects.get(subject);
    if (versions == null) {
      return;
    }
    versions.remove(version);
    if (versions.isEmpty()) {
      subjects.remove(subject);
    }
  }

  private List<SchemaVersion> allVersions(String subject) {
    NavigableMap<Integer, SchemaVersion> versions = subjects.get(subject);
    return versions == null ? List.of() : new ArrayList<>(versions.values());
  }
}
