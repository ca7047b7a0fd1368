package dev.sluice.provider.webhook;

import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.RegistryException;
import dev.sluice.schemas.serde.UndecodableException;
import dev.sluice.schemas.spend.BudgetAlert;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/** Turns records into alerts. For one thread. */
final class AlertReader {
  /**
   * How long a record waits whose schema the registry refuses to tell: for want of a right, or
   * because it was asked too much. Such things pass, and what comes behind it waits as well.
   */
  static final Duration HOLD = Duration.ofMinutes(1);

  /** What a record is. */
  sealed interface Outcome {
    /** An alert. */
    record Read(BudgetAlert alert) implements Outcome {}

    /** Not known yet; the same record is to be read again. */
    record NotNow() implements Outcome {}

    /** No alert. */
    record Unreadable(String reason) implements Outcome {}
  }

  private record Held(long offset, Instant since) {}

  private final Codec<BudgetAlert> codec;
  private final InstantSource clock;
  private final Map<Integer, Held> held = new HashMap<>();

  AlertReader(Codec<BudgetAlert> codec, InstantSource clock) {
    this.codec = codec;
    this.clock = clock;
  }

  /** The alert in this record. Never throws for what is in the record. */
  Outcome read(ConsumerRecord<byte[], byte[]> record) {
    try {
      BudgetAlert alert = codec.decode(record.value());
      held.remove(record.partition());
      return new Outcome.Read(alert);
    } catch (RegistryException e) {
      return e.retriable() ? new Outcome.NotNow() : refused(record, String.valueOf(e.getMessage()));
    } catch (UndecodableException e) {
      String reason = String.valueOf(e.getMessage());
      return mayPass(e) ? refused(record, reason) : new Outcome.Unreadable(reason);
    } catch (RuntimeException e) {
      return new Outcome.Unreadable(
          "it cannot be read because of a bug: " + e.getClass().getSimpleName());
    }
  }

  /** Serializers of others tell what their registry says in exceptions of Kafka. */
  private static boolean mayPass(UndecodableException e) {
    return e.getCause() instanceof RegistryException || e.getCause() instanceof KafkaException;
  }

  private Outcome refused(ConsumerRecord<byte[], byte[]> record, String reason) {
    Instant now = clock.instant();
    Held before = held.get(record.partition());
    if (before == null || before.offset() != record.offset()) {
      held.put(record.partition(), new Held(record.offset(), now));
      return new Outcome.NotNow();
    }
    return Duration.between(before.since(), now).compareTo(HOLD) < 0
        ? new Outcome.NotNow()
        : new Outcome.Unreadable(reason);
  }
}
