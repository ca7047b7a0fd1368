package dev.sluice.observability.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.schemas.metric.Percentiles;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SketchTest {
  @Test
  void shouldStayWithinOnePercent() {
    Random random = new Random(3);
    long[] spans = random.longs(5_000, 1, 600_000).toArray();
    Sketch sketch = Sketch.empty();
    Arrays.stream(spans).forEach(sketch::add);
    Arrays.sort(spans);

    for (double quantile : new double[] {0.01, 0.5, 0.9, 0.95, 0.99}) {
      double exact = spans[(int) Math.floor(quantile * (spans.length - 1))];
      assertThat(sketch.at(quantile)).isCloseTo(exact, within(exact * 0.0101));
    }
  }

  @Test
  void shouldComeBackFromItsBytes() {
    Sketch sketch = Sketch.empty();
    sketch.add(0);
    sketch.add(17);
    sketch.add(-4);
    sketch.add(Long.MAX_VALUE);

    Sketch read = Sketch.read(sketch.forMerging());

    assertThat(read.count()).isEqualTo(4);
    assertThat(read.forReading()).isEqualTo(sketch.forReading());
  }

  @Test
  void shouldSayNothingOfNothing() {
    Percentiles nothing = Sketch.read(Sketch.empty().forMerging()).forReading();

    assertThat(nothing.getCount()).isZero();
    assertThat(nothing.getP50Ms()).isNull();
    assertThat(nothing.getMaxMs()).isNull();
    assertThat(nothing.getSketch().hasRemaining()).isFalse();
  }

  @Test
  void shouldRefuseOtherBytes() {
    Percentiles broken =
        Percentiles.newBuilder()
            .setCount(1)
            .setSketch(ByteBuffer.wrap(new byte[] {99, 1, 2}))
            .build();

    assertThatThrownBy(() -> Sketch.read(broken)).isInstanceOf(UncheckedIOException.class);
  }
}
