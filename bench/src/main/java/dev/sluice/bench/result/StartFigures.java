package dev.sluice.bench.result;

/**
 * How the whole gateway in one process starts and rests.
 *
 * @param coldSeconds medians without the AOT cache, into a new data folder
 * @param aotSeconds medians with it
 * @param idleMegabytes resident memory when nothing has been asked for {@code idleSeconds}
 * @param idleCpuPercent of one core, over that time
 */
public record StartFigures(
    Seconds coldSeconds,
    Seconds aotSeconds,
    int starts,
    double idleMegabytes,
    double idleCpuPercent,
    int idleSeconds) {

  /**
   * One kind of start.
   *
   * @param wall from the start of the process to the line that tells it is ready
   * @param told what that line says
   */
  public record Seconds(double wall, double told) {}
}
