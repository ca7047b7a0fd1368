package dev.sluice.observability.latency;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import dev.sluice.schemas.metric.Percentiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A mergeable distribution of spans in ms, 1 % relative error. Mutable, one thread.
 *
 * <p>Between our own stages it travels in the library's own binary encoding; what analysts get is
 * the protobuf form that all DDSketch libraries read.
 */
public final class Sketch {
  private static final double RELATIVE_ACCURACY = 0.01;

  /** A day: longer spans count as this, so that the bins stay few. */
  private static final long LONGEST_MS = 86_400_000L;

  private final DDSketch sketch;

  private Sketch(DDSketch sketch) {
    this.sketch = sketch;
  }

  public static Sketch empty() {
    return new Sketch(DDSketches.logarithmicUnboundedDense(RELATIVE_ACCURACY));
  }

  /**
   * Reads the form that {@link #forMerging()} wrote.
   *
   * @throws UncheckedIOException if the bytes are none
   */
  public static Sketch read(Percentiles percentiles) {
    ByteBuffer bytes = percentiles.getSketch();
    if (!bytes.hasRemaining()) {
      return empty();
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    try {
      return new Sketch(DDSketch.decode(ByteArrayInput.wrap(copy), UnboundedSizeDenseStore::new));
    } catch (IOException e) {
      throw new UncheckedIOException("not a sketch", e);
    }
  }

  /** Counts a span in; a negative one, which only a clock that was set can give, as 0. */
  public void add(long ms) {
    sketch.accept(Math.max(0, Math.min(LONGEST_MS, ms)));
  }

  public void add(Sketch other) {
    sketch.mergeWith(other.sketch);
  }

  public long count() {
    return Math.round(sketch.getCount());
  }

  /** The span at this quantile in ms, null where nothing was counted. */
  public @Nullable Double at(double quantile) {
    return sketch.isEmpty() ? null : sketch.getValueAtQuantile(quantile);
  }

  /** Count and sketch alone, for the next stage. */
  public Percentiles forMerging() {
    Percentiles percentiles = new Percentiles();
    percentiles.setCount(count());
    percentiles.setSketch(ByteBuffer.wrap(encoded()));
    return percentiles;
  }

  private byte[] encoded() {
    if (sketch.isEmpty()) {
      return new byte[0];
    }
    GrowingByteArrayOutput out = GrowingByteArrayOutput.withDefaultInitialCapacity();
    try {
      sketch.encode(out, false);
    } catch (IOException e) {
      throw new UncheckedIOException("a sketch could not be written to memory", e);
    }
    return out.trimmedCopy();
  }

  /** With percentiles, and the sketch in its protobuf form. */
  public Percentiles forReading() {
    Percentiles percentiles = new Percentiles();
    percentiles.setCount(count());
    percentiles.setP50Ms(at(0.5));
    percentiles.setP90Ms(at(0.9));
    percentiles.setP95Ms(at(0.95));
    percentiles.setP99Ms(at(0.99));
    percentiles.setMaxMs(sketch.isEmpty() ? null : sketch.getMaxValue());
    percentiles.setSketch(sketch.isEmpty() ? ByteBuffer.allocate(0) : sketch.serialize());
    return percentiles;
  }
}
