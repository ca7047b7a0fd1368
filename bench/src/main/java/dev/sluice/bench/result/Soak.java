package dev.sluice.bench.result;

import java.util.List;
import java.util.Locale;

/**
 * What a long load did to the process of the gateway.
 *
 * @param samples in the order of time; the first is after the warm-up
 */
public record Soak(
    Conditions conditions,
    int minutes,
    List<Sample> samples,
    long replies,
    long streamPieces,
    long errors) {

  /** How much more memory at the end counts as flat: the heap breathes. */
  private static final double FLAT = 1.1;

  public Soak {
    samples = List.copyOf(samples);
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("a soak has samples");
    }
  }

  /** The process at one moment. */
  public record Sample(long second, long residentKilobytes, long threads, long fileDescriptors) {}

  /** As a part of the results page. */
  public String text() {
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    StringBuilder out = new StringBuilder(ResultsPage.SOAK).append("\n\n");
    out.append("Written by `").append(conditions.command()).append("`, ");
    out.append(conditions.date()).append(", commit ").append(conditions.commit()).append(".\n");
    out.append(
        String.format(
            Locale.ROOT,
            "%d min of load after %d s of warm-up: %d replies, %d pieces of streams, %d errors.%n%n",
            minutes,
            conditions.warmUpSeconds(),
            replies,
            streamPieces,
            errors));
    out.append("| | at the start | at the end | most | flat |\n|---|---|---|---|---|\n");
    row(out, "resident MB", megabytes(first), megabytes(last), mostMegabytes());
    row(
        out,
        "threads",
        first.threads(),
        last.threads(),
        samples.stream().mapToLong(Sample::threads).max().orElse(0));
    row(
        out,
        "open files and sockets",
        first.fileDescriptors(),
        last.fileDescriptors(),
        samples.stream().mapToLong(Sample::fileDescriptors).max().orElse(0));
    return out.toString();
  }

  private long mostMegabytes() {
    return samples.stream().mapToLong(Soak::megabytes).max().orElse(0);
  }

  private static long megabytes(Sample sample) {
    return sample.residentKilobytes() / 1024;
  }

  private static void row(StringBuilder out, String what, long first, long last, long most) {
    String flat = last <= first * FLAT ? "yes" : "**no**";
    out.append("| ").append(what).append(" | ").append(first).append(" | ").append(last);
    out.append(" | ").append(most).append(" | ").append(flat).append(" |\n");
  }
}
