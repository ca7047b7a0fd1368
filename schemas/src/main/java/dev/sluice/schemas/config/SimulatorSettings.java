package dev.sluice.schemas.config;

/**
 * Section {@code simulator}.
 *
 * @param enabled whether {@code sluice up} runs it and there is a provider {@code simulator}
 * @param port 0 takes a free one
 */
public record SimulatorSettings(boolean enabled, int port) {
  /** Name of its provider. */
  public static final String PROVIDER = "simulator";

  public static final SimulatorSettings DEFAULTS = new SimulatorSettings(true, 8099);
}
