package dev.sluice.bench.translate;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A piece of a stream; beginning and end of the stream are spread over its pieces. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StreamPiece {
  @Param({"openai", "anthropic", "gemini", "responses", "completions"})
  public String client = "openai";

  @Param({"openai", "anthropic", "gemini", "cohere", "bedrock", "mistral", "responses"})
  public String provider = "openai";

  private List<byte[]> pieces = List.of();
  private Pair pair = new Pair("openai", "openai");

  @Setup
  public void prepare() {
    pieces = StreamSamples.of(provider);
    pair = new Pair(client, provider);
  }

  @Benchmark
  @OperationsPerInvocation(StreamSamples.PIECES)
  public List<byte[]> translate() {
    return pair.stream(pieces);
  }
}
