package dev.sluice.launcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompatibilityLevelTest {

  private static final String ONE = record("{\"name\":\"a\",\"type\":\"string\"}");
  private static final String WITH_DEFAULT =
      record(
          "{\"name\":\"a\",\"type\":\"string\"},"
              + "{\"name\":\"b\",\"type\":\"int\",\"default\":0}");
  private static final String WITHOUT_DEFAULT =
      record("{\"name\":\"a\",\"type\":\"string\"},{\"name\":\"b\",\"type\":\"int\"}");
  private static final String OTHER =
      record("{\"name\":\"b\",\"type\":\"string\",\"default\":\"\"}");

  @ParameterizedTest
  @CsvSource({
    "NONE, true",
    "BACKWARD, false",
    "BACKWARD_TRANSITIVE, false",
    "FORWARD, true",
    "FORWARD_TRANSITIVE, true",
    "FULL, false",
    "FULL_TRANSITIVE, false"
  })
  void shouldJudgeANewFieldWithoutDefault(CompatibilityLevel level, boolean fine) {
    assertThat(level.violations(parse(WITHOUT_DEFAULT), List.of(version(1, ONE))).isEmpty())
        .isEqualTo(fine);
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, true",
    "BACKWARD, true",
    "BACKWARD_TRANSITIVE, true",
    "FORWARD, false",
    "FORWARD_TRANSITIVE, false",
    "FULL, false",
    "FULL_TRANSITIVE, false"
  })
  void shouldJudgeARemovedFieldWithoutDefault(CompatibilityLevel level, boolean fine) {
    assertThat(level.violations(parse(ONE), List.of(version(1, WITHOUT_DEFAULT))).isEmpty())
        .isEqualTo(fine);
  }

  @ParameterizedTest
  @CsvSource({
    "BACKWARD, true",
    "BACKWARD_TRANSITIVE, false",
    "FULL, true",
    "FULL_TRANSITIVE, false"
  })
  void shouldLookBeyondTheLastVersionOnlyWhenTransitive(CompatibilityLevel level, boolean fine) {
    // Version 1 has a string b, version 2 drops it, and now b comes back as an int.
    List<SchemaVersion> earlier = List.of(version(1, OTHER), version(2, record("")));

    assertThat(
            level
                .violations(
                    parse(record("{\"name\":\"b\",\"type\":\"int\",\"default\":0}")), earlier)
                .isEmpty())
        .isEqualTo(fine);
  }

  @Test
  void shouldAcceptADefaultInBothDirections() {
    assertThat(
            CompatibilityLevel.FULL_TRANSITIVE.violations(
                parse(WITH_DEFAULT), List.of(version(1, ONE))))
        .isEmpty();
  }

  @Test
  void shouldNameTheVersionAndTheFieldWhenIncompatible() {
    assertThat(
            CompatibilityLevel.BACKWARD.violations(
                parse(WITHOUT_DEFAULT), List.of(version(7, ONE))))
        .singleElement()
        .asString()
        .contains("version 7", "READER_FIELD_MISSING_DEFAULT_VALUE", "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"full_transitive", "FULL_TRANSITIVE", " Full_Transitive "})
  void shouldFindALevelByNameInAnyCase(String name) {
    assertThat(CompatibilityLevel.named(name)).contains(CompatibilityLevel.FULL_TRANSITIVE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "FULLY"})
  void shouldFindNoLevelByAnotherName(String name) {
    assertThat(CompatibilityLevel.named(name)).isEmpty();
  }

  private static String record(String fields) {
    return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}";
  }

  private static Schema parse(String text) {
    return new Schema.Parser().parse(text);
  }

  private static SchemaVersion version(int number, String schema) {
    return new SchemaVersion("s", number, number, schema, false);
  }
}
