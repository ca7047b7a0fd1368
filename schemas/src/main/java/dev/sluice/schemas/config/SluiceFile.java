package dev.sluice.schemas.config;

/**
 * The file {@code sluice.yaml}, with environment overrides applied and defaults filled in.
 *
 * <p>{@code objects} is for everybody, by way of the {@code config} topic; the rest is for the
 * process that reads the file.
 *
 * @param broker section {@code kafka}
 */
public record SluiceFile(
    ServerSettings server,
    BrokerSettings broker,
    WorkerSettings workers,
    RouterSettings router,
    SimulatorSettings simulator,
    FileObjects objects) {
  /** What an empty file says. */
  public static final SluiceFile DEFAULTS =
      new SluiceFile(
          ServerSettings.DEFAULTS,
          BrokerSettings.DEFAULTS,
          WorkerSettings.DEFAULTS,
          RouterSettings.DEFAULTS,
          SimulatorSettings.DEFAULTS,
          FileObjects.DEFAULTS);
}
