package dev.sluice.schemas.released;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The schemas of this build against those of every release. {@code -Dschemas.release=VERSION} adds
 * a release ({@code ./dev release-schemas VERSION}).
 */
class ReleasedSchemasTest {
  private static final String RELEASED =
      """
      {"type": "record", "name": "Thing", "fields": [
        {"name": "id", "type": "string", "default": ""},
        {"name": "required", "type": "long"},
        {"name": "count", "type": "int", "default": 0},
        {"name": "form", "default": "ROUND", "type":
          {"type": "enum", "name": "Form", "symbols": ["ROUND", "FLAT"], "default": "ROUND"}},
        {"name": "part", "type": ["null", {"type": "record", "name": "Part", "fields": [
          {"name": "size", "type": "long", "default": 0}]}], "default": null}]}
      """;

  @Test
  void shouldReadAndBeReadByEveryReleaseInEveryTopic() throws IOException {
    String version = System.getProperty("schemas.release", "");
    if (!version.isEmpty()) {
      Release.write(Release.FOLDER, version, CurrentSchemas.all());
    }

    List<Release> releases = Release.all(Release.FOLDER);

    assertThat(releases).extracting(Release::version).contains("0.1.0");
    assertThat(releases).allSatisfy(release -> assertThat(release.schemas()).isNotEmpty());
    assertThat(FullTransitive.violations(CurrentSchemas.all(), releases)).isEmpty();
  }

  @Test
  void shouldGiveEveryFieldAndEveryEnumADefault() {
    assertThat(FullTransitive.withoutDefault(CurrentSchemas.all())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // what changes | into what | what is said
        "{\"name\": \"id\" | {\"name\": \"new\", \"type\": \"long\"}, {\"name\": \"id\""
            + " | things: this build cannot read what 0.1.0 wrote: field new: give the field a default",
        "{\"name\": \"required\", \"type\": \"long\"}, | ``"
            + " | things: 0.1.0 cannot read what this build writes: field required: put the field back",
        "\"type\": \"int\" | \"type\": \"long\""
            + " | things: 0.1.0 cannot read what this build writes: field count: keep its type",
        "\"type\": \"long\", \"default\": 0 | \"type\": \"string\", \"default\": \"\""
            + " | things: this build cannot read what 0.1.0 wrote: field Part.size: keep its type",
        "\"FLAT\"], \"default\": \"ROUND\" | \"THIN\"]"
            + " | things: this build cannot read what 0.1.0 wrote: field form: put the symbol back",
      })
  void shouldNameTopicAndFieldAndWhatToDoWhenASchemaBreaksTheRule(
      String part, String instead, String said) {
    String changed = RELEASED.replace(part, instead);

    assertThat(changed).isNotEqualTo(RELEASED);
    assertThat(violations(RELEASED, changed)).anySatisfy(line -> assertThat(line).startsWith(said));
  }

  @Test
  void shouldAllowANewFieldAndANewSymbolWhenBothHaveDefaults() {
    String changed =
        RELEASED
            .replace("\"FLAT\"]", "\"FLAT\", \"THIN\"]")
            .replace(
                "{\"name\": \"id\"",
                "{\"name\": \"new\", \"type\": \"long\", \"default\": 7}, {\"name\": \"id\"");

    assertThat(violations(RELEASED, changed)).isEmpty();
  }

  @Test
  void shouldNameATopicThatWasReleasedAndIsGone() {
    assertThat(FullTransitive.violations(Map.of(), List.of(release(RELEASED))))
        .containsExactly(
            "things: released in 0.1.0 and gone: keep it in the catalogue, since logs still hold it");
  }

  @Test
  void shouldNameFieldsAndEnumsThatHaveNoDefault() {
    String changed = RELEASED.replace("\"FLAT\"], \"default\": \"ROUND\"", "\"FLAT\"]");

    assertThat(FullTransitive.withoutDefault(Map.of("things", parsed(changed))))
        .containsExactly(
            "things: field Thing.required has no default: add one",
            "things: enum Form has no default: name a symbol of it");
  }

  @Test
  void shouldNeverWriteAReleaseTwice(@TempDir Path folder) throws IOException {
    Release.write(folder, "9.0.0", Map.of("things", parsed(RELEASED)));

    assertThat(Release.all(folder))
        .containsExactly(new Release("9.0.0", Map.of("things", parsed(RELEASED))));
    assertThatThrownBy(() -> Release.write(folder, "9.0.0", Map.of()))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  private static List<String> violations(String released, String current) {
    return FullTransitive.violations(Map.of("things", parsed(current)), List.of(release(released)));
  }

  private static Release release(String text) {
    return new Release("0.1.0", Map.of("things", parsed(text)));
  }

  private static Schema parsed(String text) {
    return new Schema.Parser().parse(text);
  }
}
