package dev.sluice.router.decision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenOffsetsTest {
  @Test
  void shouldRememberWhatWasPassedOver() {
    SeenOffsets seen = new SeenOffsets();
    seen.add(0);
    seen.add(3);

    assertThat(seen.contains(0)).isTrue();
    assertThat(seen.contains(1)).isFalse();
    assertThat(seen.contains(3)).isTrue();
    assertThat(seen.contains(4)).isFalse();

    seen.add(1);

    assertThat(seen.contains(1)).isTrue();
    assertThat(seen.contains(2)).isFalse();
    assertThat(seen.highWater()).isEqualTo(3);
  }

  @Test
  void shouldStayBoundedWhenMuchIsPassedOver() {
    SeenOffsets seen = new SeenOffsets();
    for (long offset = 0; offset < 100_000; offset += 2) {
      seen.add(offset);
    }

    assertThat(seen.contains(99_997)).isFalse();
    assertThat(seen.contains(1)).isTrue();
  }
}
