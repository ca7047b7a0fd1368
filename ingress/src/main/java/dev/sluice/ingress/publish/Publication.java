package dev.sluice.ingress.publish;

import java.util.Objects;

/**
 * A request to be published.
 *
 * @param account partition key
 * @param value the record as bytes; not copied
 * @param listener learns what became of it
 */
@SuppressWarnings("ArrayRecordComponent") // a value that is passed on, never compared
public record Publication(String account, byte[] value, PublishListener listener) {
  public Publication {
    Objects.requireNonNull(account, "account");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(listener, "listener");
  }
}
