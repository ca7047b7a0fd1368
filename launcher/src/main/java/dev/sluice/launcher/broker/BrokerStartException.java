package dev.sluice.launcher.broker;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** The embedded broker did not start. The message is written for the person who started it. */
public final class BrokerStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why the broker did not start, for a caller that picks an exit code or a hint. */
  public enum Reason {
    /**
     * The data folder cannot be created, read, written or locked, or its version file is damaged.
     */
    DATA_FOLDER_UNUSABLE,
    /** Another process (or another broker of this one) has the data folder open. */
    DATA_FOLDER_IN_USE,
    /** The data folder has a format that only a later Sluice understands. */
    DATA_FOLDER_NEWER,
    /** Another program listens on the port. */
    PORT_IN_USE,
    /** The host is not an address of this machine, or the port needs privileges. */
    ADDRESS_UNUSABLE,
    /** Kafka itself gave up; the cause says where. */
    KAFKA_FAILED
  }

  private final Reason reason;

  BrokerStartException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = requireNonNull(reason, "reason");
  }

  BrokerStartException(Reason reason, String message) {
    this(reason, message, null);
  }

  public Reason reason() {
    return reason;
  }
}
