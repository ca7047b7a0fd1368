package dev.sluice.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AdminKeysTest {
  private static final String HASH = VirtualKey.hashOf("sk-sluice-admin-test");

  private static LoadOutcome load(String admin) {
    return SluiceFileLoader.loadText(
        "f", "projects: { search: {} }\nadmin:\n" + admin, Map.of(), EnumSet.allOf(Role.class));
  }

  @Test
  void shouldReadTheKeysOfTheFileAndPublishThem() {
    LoadOutcome outcome =
        load(
            """
              keys:
                - { name: ops, hash: "sha256:%s", role: owner }
                - { name: team, hash: "sha256:%s", role: project-admin, projects: [ search ] }
            """
                .formatted(HASH, VirtualKey.hashOf("other")));

    assertThat(outcome).isInstanceOf(LoadOutcome.Loaded.class);
    SluiceFile file = ((LoadOutcome.Loaded) outcome).file();
    AdminKey team =
        new AdminKey(
            "team", VirtualKey.hashOf("other"), AdminRole.PROJECT_ADMIN, List.of("search"));
    assertThat(file.objects().adminKeys())
        .containsExactly(new AdminKey("ops", HASH, AdminRole.OWNER, List.of()), team);
    ConfigObject object = ConfigObjects.of(team);
    assertThat(ConfigObjects.fromFile(file)).contains(object);
    assertThat(ConfigObjects.parseStrictly(object.kind(), object.name(), object.bodyJson()))
        .isEqualTo(new ParsedObject.Parsed(team));
    assertThat(team.toString()).doesNotContain(team.hash());
  }

  static Stream<Arguments> wrongKeys() {
    String hash = "hash: sha256:" + HASH;
    return Stream.of(
        Arguments.of("{ name: ops, " + hash + ", role: boss }", "expected a role"),
        Arguments.of("{ name: ops, hash: sk-1, role: owner }", "(not shown)"),
        Arguments.of("{ name: Ops, " + hash + ", role: owner }", "lower-case"),
        Arguments.of("{ name: ops, role: owner }", "admin.keys[0].hash: is missing"),
        Arguments.of(
            "{ name: ops, " + hash + ", role: project-admin }", "needs at least one project"),
        Arguments.of(
            "{ name: ops, " + hash + ", role: viewer, projects: [ search ] }",
            "is for the role project-admin"),
        Arguments.of(
            "{ name: ops, " + hash + ", role: project-admin, projects: [ serach ] }",
            "there is no project 'serach' - did you mean 'search'?"),
        Arguments.of("{ name: ops, " + hash + ", rule: owner }", "did you mean 'role'?"));
  }

  @ParameterizedTest
  @MethodSource("wrongKeys")
  void shouldTellWhatIsWrong(String key, String expected) {
    LoadOutcome outcome = load("  keys:\n    - " + key + "\n");

    assertThat(outcome).isInstanceOf(LoadOutcome.Invalid.class);
    assertThat(((LoadOutcome.Invalid) outcome).report()).contains(expected);
  }

  @Test
  void shouldRefuseTheSameKeyTwice() {
    String key = ", hash: sha256:" + HASH + ", role: owner }\n";
    LoadOutcome outcome = load("  keys:\n    - { name: a" + key + "    - { name: b" + key);

    assertThat(((LoadOutcome.Invalid) outcome).report()).contains("the same key as in line 4");
  }
}
