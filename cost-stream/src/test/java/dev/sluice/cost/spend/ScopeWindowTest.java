package dev.sluice.cost.spend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeWindowTest {
  private static final SpendScope SCOPE = new SpendScope("search", SpendScope.TAG, "a|b|c");

  @ParameterizedTest
  @CsvSource({
    "MONTH, 2026-11, 2026-11|search|tag|a|b|c",
    "DAY, 2026-11-22, +d2026-11-22|search|tag|a|b|c",
    "HOUR, 2026-11-22T13, +h2026-11-22T13|search|tag|a|b|c"
  })
  void shouldReadItsStoreKeyBack(WindowLength length, String start, String storeKey) {
    ScopeWindow window = new ScopeWindow(length, start, SCOPE);

    assertThat(window.storeKey()).isEqualTo(storeKey);
    assertThat(ScopeWindow.ofStoreKey(storeKey)).contains(window);
    assertThat(window.topicKey()).isEqualTo("search|tag|a|b|c|" + start);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "!sent", "2026-11|search", "+d2026-11|search|tag|a", "+h2026-11-22T1"})
  void shouldReadNoOtherKey(String key) {
    assertThat(ScopeWindow.ofStoreKey(key)).isEmpty();
  }

  @Test
  void shouldStartAtTheFirstMomentOfAWindowInUtc() {
    long lastMoment = ms("2026-10-31T23:59:59.999Z");

    assertThat(starts(lastMoment)).containsExactly("2026-10", "2026-10-31", "2026-10-31T23");
    assertThat(starts(lastMoment + 1)).containsExactly("2026-11", "2026-11-01", "2026-11-01T00");
    assertThat(WindowLength.ALL)
        .allSatisfy(length ->
            assertThat(length.startMs(length.startOf(lastMoment + 1))).isEqualTo(lastMoment + 1));
    assertThat(WindowLength.HOUR.startMs("2026-10-31T23")).isEqualTo(ms("2026-10-31T23:00:00Z"));
  }

  @Test
  void shouldKeepADayAndAnHourForADayMoreThanAnAttemptCanBeLate() {
    long now = ms("2026-11-22T13:30:00Z");

    assertThat(WindowLength.HOUR.firstKept(now)).isEqualTo("+h2026-11-14T13");
    assertThat(WindowLength.DAY.firstKept(now)).isEqualTo("+d2026-11-14");
    assertThat(WindowLength.MONTH.firstKept(now)).isEqualTo("2026-09");
  }

  private static List<String> starts(long ms) {
    return WindowLength.ALL.stream().map(length -> length.startOf(ms)).toList();
  }

  private static long ms(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }
}
