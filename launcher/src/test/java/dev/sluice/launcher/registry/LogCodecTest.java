package dev.sluice.launcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.launcher.registry.LogEntry.Ignored;
import dev.sluice.launcher.registry.LogEntry.LevelCleared;
import dev.sluice.launcher.registry.LogEntry.LevelSet;
import dev.sluice.launcher.registry.LogEntry.SubjectDeleted;
import dev.sluice.launcher.registry.LogEntry.VersionErased;
import dev.sluice.launcher.registry.LogEntry.VersionStored;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The format of the records is a contract with other registries: these are its golden bytes. */
class LogCodecTest {

  private static final SchemaVersion VERSION =
      new SchemaVersion("orders-value", 2, 7, "\"string\"", false);

  /** An entry and its record. */
  record Golden(LogEntry entry, String key, @Nullable String value) {}

  static Stream<Golden> golden() {
    String schemaKey =
        "{\"keytype\":\"SCHEMA\",\"subject\":\"orders-value\",\"version\":2,\"magic\":1}";
    return Stream.of(
        new Golden(
            new VersionStored(VERSION),
            schemaKey,
            "{\"subject\":\"orders-value\",\"version\":2,\"id\":7,"
                + "\"schema\":\"\\\"string\\\"\",\"deleted\":false}"),
        new Golden(
            new VersionStored(VERSION.asDeleted()),
            schemaKey,
            "{\"subject\":\"orders-value\",\"version\":2,\"id\":7,"
                + "\"schema\":\"\\\"string\\\"\",\"deleted\":true}"),
        new Golden(new VersionErased("orders-value", 2), schemaKey, null),
        new Golden(
            new SubjectDeleted("orders-value", 2),
            "{\"keytype\":\"DELETE_SUBJECT\",\"subject\":\"orders-value\",\"magic\":0}",
            "{\"subject\":\"orders-value\",\"version\":2}"),
        new Golden(
            new LevelSet(Optional.empty(), CompatibilityLevel.FULL),
            "{\"keytype\":\"CONFIG\",\"subject\":null,\"magic\":0}",
            "{\"compatibilityLevel\":\"FULL\"}"),
        new Golden(
            new LevelSet(Optional.of("orders-value"), CompatibilityLevel.NONE),
            "{\"keytype\":\"CONFIG\",\"subject\":\"orders-value\",\"magic\":0}",
            "{\"compatibilityLevel\":\"NONE\"}"),
        new Golden(
            new LevelCleared(Optional.of("orders-value")),
            "{\"keytype\":\"CONFIG\",\"subject\":\"orders-value\",\"magic\":0}",
            null));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void shouldWriteTheFormat(Golden golden) {
    LogCodec.Encoded encoded = LogCodec.encode(golden.entry());

    assertThat(encoded.key()).asString(StandardCharsets.UTF_8).isEqualTo(golden.key());
    assertThat(encoded.value()).isEqualTo(bytes(golden.value()));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void shouldReadTheFormat(Golden golden) {
    assertThat(LogCodec.decode(bytes(golden.key()), bytes(golden.value())))
        .isEqualTo(golden.entry());
  }

  @Test
  void shouldReadFieldsThatItDoesNotKnow() {
    String value =
        "{\"subject\":\"orders-value\",\"version\":2,\"id\":7,\"md5Bytes\":\"x\","
            + "\"schema\":\"\\\"string\\\"\",\"deleted\":false,\"ruleSet\":null}";

    assertThat(
            LogCodec.decode(
                bytes(
                    "{\"keytype\":\"SCHEMA\",\"subject\":\"orders-value\","
                        + "\"version\":2,\"magic\":1}"),
                bytes(value)))
        .isEqualTo(new VersionStored(VERSION));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "{\"keytype\":\"NOOP\",\"magic\":0}|",
        "{\"keytype\":\"MODE\",\"subject\":null,\"magic\":0}|{\"mode\":\"READWRITE\"}",
        "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":1}|{\"schemaType\":\"JSON\"}",
        "{\"keytype\":\"CONFIG\",\"subject\":null}|{\"compatibilityLevel\":\"SOMETIMES\"}",
        "{\"keytype\":\"SCHEMA\"}|{}",
        "{\"keytype\":|",
      })
  void shouldIgnoreWhatHasNoMeaningHere(String key, @Nullable String value) {
    assertThat(LogCodec.decode(bytes(key), bytes(value))).isInstanceOf(Ignored.class);
  }

  @Test
  void shouldIgnoreARecordWithoutKey() {
    assertThat(LogCodec.decode(null, bytes("{}"))).isInstanceOf(Ignored.class);
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }
}
