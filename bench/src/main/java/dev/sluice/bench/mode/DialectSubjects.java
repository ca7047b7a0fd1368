package dev.sluice.bench.mode;

import dev.sluice.bench.load.Call;
import dev.sluice.bench.process.ChildProcess;
import java.net.URI;
import java.util.Map;

/**
 * One gateway whose providers speak three dialects.
 *
 * @param base URL up to the version
 */
public record DialectSubjects(URI base, ChildProcess gateway) implements AutoCloseable {
  private static final String ANTHROPIC_VERSION = "2023-06-01";

  /** A caller of OpenAI's dialect. */
  public Call chat(String model) {
    return Call.post(
        URI.create(base + "/chat/completions"),
        Map.of("authorization", "Bearer " + SluiceFiles.KEY),
        Bodies.json(model));
  }

  /** A caller of Anthropic's dialect. */
  public Call messages(String model) {
    return Call.post(
        URI.create(base + "/messages"),
        Map.of("x-api-key", SluiceFiles.KEY, "anthropic-version", ANTHROPIC_VERSION),
        Bodies.messages(model));
  }

  @Override
  public void close() {
    gateway.close();
  }
}
