package dev.sluice.dialects;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays every case below {@code golden/}: what the caller asks and what the provider answers are
 * given, what the provider gets, what the caller gets and what was used are compared. Rewrites them
 * with {@code -Dgolden.update=true}.
 */
final class GoldenCasesTest {
  static Stream<Path> cases() throws IOException {
    return GoldenCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldTranslateBothWays(Path folder) {
    new GoldenCase(folder, Fault.NONE).play();
  }
}
