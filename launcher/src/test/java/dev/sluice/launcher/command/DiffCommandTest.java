package dev.sluice.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.config.ConfigObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiffCommandTest {
  private static DiffCommand.InForce entry(String body, String managedBy) {
    return new DiffCommand.InForce(managedBy, body);
  }

  @Test
  void shouldTellWhatAnApplyWouldChange() {
    List<ConfigObject> wanted =
        List.of(
            new ConfigObject("project", "same", "{\"name\":\"same\"}"),
            new ConfigObject("project", "new", "{}"),
            new ConfigObject("project", "other", "{\"name\":\"other\",\"limits\":[1]}"),
            new ConfigObject("project", "ours", "{}"));

    List<List<String>> rows =
        DiffCommand.rows(
            wanted,
            Map.of(
                "project/same", entry("{ \"name\": \"same\" }", "file"),
                "project/other", entry("{\"name\":\"other\"}", "file"),
                "project/ours", entry("{}", "api"),
                "project/gone", entry("{}", "file"),
                "project/free", entry("{}", "api")));

    assertThat(rows)
        .containsExactly(
            List.of("new", "project/new", ""),
            List.of("changed", "project/other", "limits"),
            List.of("taken over", "project/ours", ""),
            List.of("left", "project/gone", ""));
  }
}
