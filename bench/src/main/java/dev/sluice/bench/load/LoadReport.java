package dev.sluice.bench.load;

/**
 * What a load measured.
 *
 * @param done replies, or pieces of a stream, within the window
 * @param errors calls that failed, at any time of the load
 * @param seconds length of the window
 * @param latency of whole replies from when they were due; of the pieces of streams, from when each
 *     was written
 * @param firstToken of streams, from the call to the first piece; else none
 */
public record LoadReport(
    long done, long errors, double seconds, Quantiles latency, Quantiles firstToken) {

  public double perSecond() {
    return done / seconds;
  }
}
