package dev.sluice.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A translator with a bug is caught by the golden cases. */
class MutantsTest {
  static Stream<String> faults() {
    return Faults.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void shouldBeCaught(String name) throws IOException {
    Assumptions.assumeFalse(GoldenCase.UPDATE, "a mutant must not write golden files");
    Fault fault = Objects.requireNonNull(Faults.all().get(name));

    List<Path> caughtBy;
    try (Stream<Path> cases = GoldenCase.all()) {
      caughtBy = cases.filter(folder -> fails(folder, fault)).toList();
    }

    assertThat(caughtBy).as("golden cases that do not hold with this bug").isNotEmpty();
  }

  private static boolean fails(Path folder, Fault fault) {
    try {
      new GoldenCase(folder, fault).play();
      return false;
    } catch (AssertionError e) {
      return true;
    }
  }
}
