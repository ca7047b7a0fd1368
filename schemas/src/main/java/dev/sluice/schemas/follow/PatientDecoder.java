package dev.sluice.schemas.follow;

import dev.sluice.schemas.serde.RegistryException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Tells bytes that are wrong from a registry that is away. */
final class PatientDecoder<V> {
  private static final int DEEPEST = 10;

  private final String topic;
  private final Deserializer<V> deserializer;

  PatientDecoder(String topic, Deserializer<V> deserializer) {
    this.topic = topic;
    this.deserializer = deserializer;
  }

  /** What came of bytes. */
  sealed interface Decoded<V> {
    record Value<V>(@Nullable V value) implements Decoded<V> {}

    /** The same bytes may be readable later. */
    record NotNow<V>(String reason) implements Decoded<V> {}

    record Never<V>(String reason) implements Decoded<V> {}
  }

  Decoded<V> decode(byte @Nullable [] bytes) {
    if (bytes == null) {
      return new Decoded.Value<>(null);
    }
    try {
      return new Decoded.Value<>(deserializer.deserialize(topic, bytes));
    } catch (RuntimeException e) {
      String reason = e.getClass().getSimpleName();
      return mayPass(e) ? new Decoded.NotNow<>(reason) : new Decoded.Never<>(reason);
    }
  }

  private static boolean mayPass(Throwable failure) {
    int depth = 0;
    for (Throwable e = failure; e != null && depth < DEEPEST; e = e.getCause(), depth++) {
      if (e instanceof RegistryException registry) {
        return registry.retriable();
      }
      if (e instanceof RetriableException || isNetwork(e)) {
        return true;
      }
    }
    return false;
  }

  /** Decoders throw EOFException and the like for broken bytes; those are no network. */
  private static boolean isNetwork(Throwable e) {
    return e instanceof SocketException
        || e instanceof SocketTimeoutException
        || e instanceof UnknownHostException
        || e instanceof HttpTimeoutException;
  }
}
