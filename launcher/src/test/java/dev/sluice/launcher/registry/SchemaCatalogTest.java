package dev.sluice.launcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaCatalogTest {

  private final SchemaCatalog catalog = new SchemaCatalog(CompatibilityLevel.FULL);

  @Test
  void shouldGiveTheSameIdToTheSameSchemaOfAnotherSubject() {
    store("a", 1, 5, "\"string\"");

    assertThat(catalog.idFor("\"string\"")).isEqualTo(5);
    assertThat(catalog.idFor("\"int\"")).isEqualTo(6);
  }

  @Test
  void shouldNotReuseTheNumberOfADeletedVersion() {
    store("a", 1, 1, "\"string\"");
    store("a", 2, 2, "\"int\"");

    catalog.apply(new LogEntry.SubjectDeleted("a", 2));

    assertThat(catalog.nextVersion("a")).isEqualTo(3);
    assertThat(catalog.versions("a", false)).isEmpty();
    assertThat(catalog.versions("a", true))
        .extracting(SchemaVersion::version)
        .containsExactly(1, 2);
  }

  @Test
  void shouldResolveIdsOfDeletedVersions() {
    store("a", 1, 1, "\"string\"");

    catalog.apply(new LogEntry.SubjectDeleted("a", 1));
    catalog.apply(new LogEntry.VersionErased("a", 1));

    assertThat(catalog.schema(1)).contains("\"string\"");
    assertThat(catalog.idFor("\"int\"")).isEqualTo(2);
  }

  @Test
  void shouldHideSubjectsWithoutALiveVersion() {
    store("a", 1, 1, "\"string\"");
    store("b", 1, 1, "\"string\"");

    catalog.apply(new LogEntry.SubjectDeleted("a", 1));

    assertThat(catalog.subjects(false)).containsExactly("b");
    assertThat(catalog.subjects(true)).containsExactly("a", "b");
  }

  @Test
  void shouldFallBackToTheDefaultLevelWhenCleared() {
    catalog.apply(new LogEntry.LevelSet(Optional.empty(), CompatibilityLevel.NONE));
    assertThat(catalog.level()).isEqualTo(CompatibilityLevel.NONE);

    catalog.apply(new LogEntry.LevelCleared(Optional.empty()));

    assertThat(catalog.level()).isEqualTo(CompatibilityLevel.FULL);
  }

  private void store(String subject, int version, int id, String schema) {
    catalog.apply(
        new LogEntry.VersionStored(new SchemaVersion(subject, version, id, schema, false)));
  }
}
