package dev.sluice.bench.translate;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A request of 4 KB from a caller's bytes to a provider's. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WholeRequest {
  @Param({"openai", "anthropic"})
  public String client = "openai";

  @Param({"openai", "anthropic", "gemini", "cohere", "bedrock", "mistral"})
  public String provider = "openai";

  private byte[] body = new byte[0];
  private Pair pair = new Pair("openai", "openai");

  @Setup
  public void prepare() {
    body = RequestSamples.of(client);
    pair = new Pair(client, provider);
  }

  @Benchmark
  public byte[] translate() {
    return pair.request(body);
  }
}
