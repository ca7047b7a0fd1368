package dev.sluice.bench.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StampScannerTest {

  private final List<Long> found = new ArrayList<>();
  private final StampScanner scanner = new StampScanner(found::add);

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 1000})
  void shouldFindStampsInAnyPieces(int step) {
    String text =
        "data: {\"content\":\""
            + StampScanner.stamp(123_456_789L)
            + "\"}\n\n"
            + "@ @12@ a@b.example 999 "
            + StampScanner.stamp(987_654_321_000L)
            + StampScanner.stamp(1_000_000L);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    for (int at = 0; at < bytes.length; at += step) {
      scanner.scan(bytes, at, Math.min(bytes.length, at + step));
    }

    assertThat(found).containsExactly(123_456_789L, 987_654_321_000L, 1_000_000L);
  }
}
