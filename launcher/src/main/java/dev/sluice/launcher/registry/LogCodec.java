package dev.sluice.launcher.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Entries in Confluent's record format: key and value are JSON. The order of a key's fields is part
 * of the format, since compaction compares bytes.
 */
final class LogCodec {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String AVRO = "AVRO";

  /** A record as it lies in the topic. */
  record Encoded(byte[] key, byte @Nullable [] value) {}

  private LogCodec() {}

  static Encoded encode(LogEntry entry) {
    return switch (entry) {
      case LogEntry.VersionStored(SchemaVersion v) ->
          new Encoded(versionKey(v.subject(), v.version()), bytes(versionValue(v)));
      case LogEntry.VersionErased(String subject, int version) ->
          new Encoded(versionKey(subject, version), null);
      case LogEntry.SubjectDeleted(String subject, int upTo) ->
          new Encoded(
              bytes(key("DELETE_SUBJECT").put("subject", subject).put("magic", 0)),
              bytes(JSON.createObjectNode().put("subject", subject).put("version", upTo)));
      case LogEntry.LevelSet(Optional<String> subject, CompatibilityLevel level) ->
          new Encoded(
              levelKey(subject),
              bytes(JSON.createObjectNode().put("compatibilityLevel", level.name())));
      case LogEntry.LevelCleared(Optional<String> subject) -> new Encoded(levelKey(subject), null);
      case LogEntry.Ignored ignored ->
          throw new IllegalArgumentException("an ignored entry is never written: " + ignored);
    };
  }

  /** Never fails: what cannot be understood is {@link LogEntry.Ignored}, with the reason. */
  static LogEntry decode(byte @Nullable [] key, byte @Nullable [] value) {
    if (key == null) {
      return new LogEntry.Ignored("no key");
    }
    try {
      JsonNode readKey = JSON.readTree(key);
      Optional<JsonNode> readValue =
          value == null ? Optional.empty() : Optional.of(JSON.readTree(value));
      return decode(readKey, readValue);
    } catch (IOException e) {
      return new LogEntry.Ignored("not JSON");
    }
  }

  private static LogEntry decode(JsonNode key, Optional<JsonNode> value) {
    String type = key.path("keytype").asText();
    String subject = key.path("subject").asText("");
    return switch (type) {
      case "SCHEMA" -> version(subject, key.path("version").asInt(), value);
      case "DELETE_SUBJECT" ->
          value
              .<LogEntry>map(v -> new LogEntry.SubjectDeleted(subject, v.path("version").asInt()))
              .orElseGet(() -> new LogEntry.Ignored("a subject's deletion without a version"));
      case "CONFIG" ->
          level(key.path("subject").isTextual() ? Optional.of(subject) : Optional.empty(), value);
      default -> new LogEntry.Ignored("key type " + type);
    };
  }

  private static LogEntry version(String subject, int version, Optional<JsonNode> value) {
    if (subject.isEmpty() || version < 1) {
      return new LogEntry.Ignored("a schema without subject or version");
    }
    if (value.isEmpty()) {
      return new LogEntry.VersionErased(subject, version);
    }
    JsonNode stored = value.get();
    if (!stored.path("schemaType").asText(AVRO).equals(AVRO)) {
      return new LogEntry.Ignored("a schema that is not Avro");
    }
    return new LogEntry.VersionStored(
        new SchemaVersion(
            subject,
            version,
            stored.path("id").asInt(),
            stored.path("schema").asText(),
            stored.path("deleted").asBoolean()));
  }

  private static LogEntry level(Optional<String> subject, Optional<JsonNode> value) {
    if (value.isEmpty()) {
      return new LogEntry.LevelCleared(subject);
    }
    return CompatibilityLevel.named(value.get().path("compatibilityLevel").asText())
        .<LogEntry>map(level -> new LogEntry.LevelSet(subject, level))
        .orElseGet(() -> new LogEntry.Ignored("an unknown compatibility level"));
  }

  private static byte[] versionKey(String subject, int version) {
    return bytes(key("SCHEMA").put("subject", subject).put("version", version).put("magic", 1));
  }

  private static ObjectNode versionValue(SchemaVersion v) {
    return JSON.createObjectNode()
        .put("subject", v.subject())
        .put("version", v.version())
        .put("id", v.id())
        .put("schema", v.schema())
        .put("deleted", v.deleted());
  }

  private static byte[] levelKey(Optional<String> subject) {
    return bytes(key("CONFIG").put("subject", subject.orElse(null)).put("magic", 0));
  }

  private static ObjectNode key(String type) {
    return JSON.createObjectNode().put("keytype", type);
  }

  private static byte[] bytes(JsonNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
