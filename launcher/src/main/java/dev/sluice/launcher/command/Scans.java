package dev.sluice.launcher.command;

import dev.sluice.launcher.assembly.Connection;
import dev.sluice.schemas.report.TopicScan;
import dev.sluice.schemas.serde.Codecs;
import java.time.Duration;

/** How commands read topics: what cannot be decoded is told on standard error and left out. */
final class Scans {
  /** Somebody sits before it, who can end it. */
  private static final Duration WITHIN = Duration.ofMinutes(30);

  private Scans() {}

  static TopicScan of(Connection connection) {
    return new TopicScan(
        connection.kafka(),
        "sluice-command",
        Codecs.of(connection.kafka().registryUrl()),
        WITHIN,
        line -> System.err.println("sluice: " + line));
  }
}
