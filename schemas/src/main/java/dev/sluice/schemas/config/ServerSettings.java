package dev.sluice.schemas.config;

import java.time.Duration;

/**
 * Section {@code server}.
 *
 * @param host address to listen on, for all ports of a role
 * @param port of callers; 0 takes a free one
 * @param adminPort of operators; 0 takes a free one
 * @param bodyLimit bytes of a request body
 * @param keepAliveComment a silent event stream gets a comment this often
 * @param maxOpenRequests beyond this many open exchanges, 503
 * @param drainTimeout a stopping process waits this long for open exchanges
 */
public record ServerSettings(
    String host,
    int port,
    int adminPort,
    long bodyLimit,
    Duration keepAliveComment,
    int maxOpenRequests,
    Duration drainTimeout) {
  /** No body may be allowed to be larger. */
  public static final long LARGEST_BODY = 20_000_000;

  public static final ServerSettings DEFAULTS =
      new ServerSettings(
          "127.0.0.1",
          8080,
          8090,
          4_000_000,
          Duration.ofSeconds(15),
          10_000,
          Duration.ofSeconds(30));

  public ServerSettings {
    Spans.requirePositive(keepAliveComment, drainTimeout);
    if (bodyLimit < 1 || bodyLimit > LARGEST_BODY || maxOpenRequests < 1) {
      throw new IllegalArgumentException("limits are positive and bodies at most 20 MB");
    }
  }
}
