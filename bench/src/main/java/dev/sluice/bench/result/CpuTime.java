package dev.sluice.bench.result;

/**
 * Processor time, user and system, in microseconds over a window; unlike latency it hardly depends
 * on who else was at work.
 *
 * @param gateway of the mode's own processes; 0 where they are not known
 * @param providers of the simulator and the provider of streams
 * @param generator of the load generator
 */
public record CpuTime(long gateway, long providers, long generator) {

  public long total() {
    return gateway + providers + generator;
  }
}
