package dev.sluice.launcher.registry;

import java.util.Optional;

/** What one record of the schemas topic says. */
sealed interface LogEntry {

  /** A version of a subject is this; a later entry of the same version replaces it. */
  record VersionStored(SchemaVersion version) implements LogEntry {}

  /** A version is to be forgotten. Written by other registries only. */
  record VersionErased(String subject, int version) implements LogEntry {}

  /** All versions of a subject up to this one are deleted. */
  record SubjectDeleted(String subject, int upToVersion) implements LogEntry {}

  /** A subject, or without one everything, follows this level. */
  record LevelSet(Optional<String> subject, CompatibilityLevel level) implements LogEntry {}

  /** A subject follows the general level again, or without one the default is back. */
  record LevelCleared(Optional<String> subject) implements LogEntry {}

  /** Something that has no meaning here. */
  record Ignored(String reason) implements LogEntry {}
}
