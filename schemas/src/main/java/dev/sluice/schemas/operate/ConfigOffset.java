package dev.sluice.schemas.operate;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;

/**
 * By which configuration a node works: the offset of the newest record of the {@code config} topic
 * that it has applied. Nodes with the same offset work by the same configuration.
 */
public final class ConfigOffset {
  /** Name of the meter. */
  public static final String METER = "sluice.config.applied.offset";

  private ConfigOffset() {}

  /**
   * Tells it in {@code /metrics} and {@code /readyz}.
   *
   * @param applied asked at each look, from any thread; -1 before the first record
   */
  public static void register(MeterRegistry registry, LongSupplier applied) {
    Gauge.builder(METER, applied::getAsLong)
        .description("Offset of the newest record of the config topic that this node has applied")
        .register(registry);
  }

  /** For {@code /readyz}; empty where the node tells none. */
  static String line(MeterRegistry registry) {
    Gauge gauge = registry.find(METER).gauge();
    return gauge == null ? "" : "configuration offset " + (long) gauge.value() + "\n";
  }
}
