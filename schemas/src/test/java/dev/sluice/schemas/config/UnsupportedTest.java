package dev.sluice.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnsupportedTest {
  @ParameterizedTest
  @EnumSource
  void shouldComeBackFromABody(Unsupported value) {
    Project project = new Project("search", Allowances.NONE, value);

    assertThat(BodyJson.read("project", "search", BodyJson.write(project)))
        .isEqualTo(new ParsedObject.Parsed(project));
  }

  @Test
  void shouldSayWhatItCanBe() {
    assertThat(BodyJson.read("project", "search", "{\"unsupported\": \"ignore\"}"))
        .isEqualTo(
            new ParsedObject.Malformed(
                "the body of project/'search' is wrong: unsupported is drop or error"));
  }
}
