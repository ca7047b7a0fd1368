package dev.sluice.ingress;

import java.io.IOException;

/** An address cannot be listened on: it is taken, not here, or not allowed. */
public final class PortUnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String host;
  private final int port;

  PortUnavailableException(String use, String setting, String host, int port, Throwable cause) {
    super(
        "cannot listen on "
            + host
            + ":"
            + port
            + " for "
            + use
            + ": "
            + cause.getMessage()
            + "; stop what uses it, or set "
            + setting
            + " in the configuration to another port (0 picks a free one)",
        cause);
    this.host = host;
    this.port = port;
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }
}
