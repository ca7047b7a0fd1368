package dev.sluice.launcher.command;

import dev.sluice.launcher.assembly.Connection;
import dev.sluice.schemas.report.TopicScan;
import dev.sluice.schemas.serde.Codecs;

/** How commands read topics: what cannot be decoded is told on standard error and left out. */
final class Scans {
  private Scans() {}

  static TopicScan of(Connection connection) {
    return new TopicScan(
        connection.kafka(),
        "sluice-command",
        Codecs.of(connection.kafka().registryUrl()),
        line -> System.err.println("sluice: " + line));
  }
}
