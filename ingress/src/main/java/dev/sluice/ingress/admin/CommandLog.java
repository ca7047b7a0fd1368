package dev.sluice.ingress.admin;

import dev.sluice.schemas.config.ConfigKind;
import dev.sluice.schemas.control.AuditEntry;
import dev.sluice.schemas.control.ConfigCommand;
import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.serde.RegistryException;
import dev.sluice.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends commands to the router and waits until they are in force here. Safe for any thread; blocks.
 * Its producer is made for the first command.
 */
final class CommandLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CommandLog.class);

  private final KafkaSettings kafka;
  private final String topic;
  private final Codec<ConfigCommand> codec;
  private final AuditTail audit;
  private final ObjectView view;
  private final String clientId;
  private @Nullable KafkaProducer<byte[], byte[]> producer;
  private volatile boolean closed;

  CommandLog(
      KafkaSettings kafka,
      Topics topics,
      Codecs codecs,
      String instanceId,
      AuditTail audit,
      ObjectView view) {
    this.kafka = kafka;
    this.topic = topics.configCommands().name();
    this.codec = codecs.of(topics.configCommands());
    this.audit = audit;
    this.view = view;
    this.clientId = "sluice-ingress-commands-" + instanceId;
  }

  /** Sends it and waits until then. */
  CommandOutcome send(ConfigCommand command, Patience patience) {
    String id = command.getCommandId();
    if (closed) {
      return new CommandOutcome.NotSent("this instance is shutting down");
    }
    try {
      if (!audit.awaitReady(patience.left())) {
        return new CommandOutcome.NotSent("the topic audit cannot be read");
      }
      byte[] value = codec.encode(command);
      CompletableFuture<AuditEntry> decided = audit.expect(id);
      producer()
          .send(new ProducerRecord<>(topic, key(command), value))
          .get(patience.leftNanos(), TimeUnit.NANOSECONDS);
      return outcome(command, decided.get(patience.leftNanos(), TimeUnit.NANOSECONDS), patience);
    } catch (RegistryException e) {
      return new CommandOutcome.NotSent("the schema registry does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new CommandOutcome.NoAnswer(id);
    } catch (ExecutionException | TimeoutException | KafkaException | CancellationException e) {
      return new CommandOutcome.NoAnswer(id);
    } finally {
      audit.forget(id);
    }
  }

  /**
   * Sends what is only to be written down; where it cannot be sent now, it is given up. Blocks for
   * three seconds at most.
   */
  void note(ConfigCommand refused) {
    try {
      producer().send(new ProducerRecord<>(topic, key(refused), codec.encode(refused)));
    } catch (RegistryException | KafkaException | CancellationException e) {
      LOG.atWarn()
          .addKeyValue("actor", refused.getActor())
          .addKeyValue("error", e.getClass().getSimpleName())
          .log("a refusal could not be written down");
    }
  }

  private CommandOutcome outcome(ConfigCommand command, AuditEntry entry, Patience patience)
      throws InterruptedException {
    return switch (entry.getResult()) {
      case APPLIED -> inForce(command, entry.getRevision(), true, patience);
      case UNCHANGED -> inForce(command, entry.getRevision(), false, patience);
      case REFUSED_STALE -> {
        // So that who looks again sees what was in the way.
        awaitHere(command, entry.getRevision(), patience);
        yield new CommandOutcome.Stale(entry.getRevision());
      }
      case REFUSED_INVALID, REFUSED_BY_API, UNSPECIFIED ->
          new CommandOutcome.Refused(entry.getReason());
    };
  }

  private CommandOutcome inForce(
      ConfigCommand command, long revision, boolean changed, Patience patience)
      throws InterruptedException {
    return awaitHere(command, revision, patience)
        ? new CommandOutcome.InForce(revision, changed)
        : new CommandOutcome.NoAnswer(command.getCommandId());
  }

  private boolean awaitHere(ConfigCommand command, long revision, Patience patience)
      throws InterruptedException {
    ConfigKind kind = ConfigKind.of(command.getKind()).orElseThrow();
    return revision == 0 || view.awaitRevision(kind, command.getName(), revision, patience.left());
  }

  private static byte[] key(ConfigCommand command) {
    return (command.getKind() + '/' + command.getName()).getBytes(StandardCharsets.UTF_8);
  }

  private synchronized KafkaProducer<byte[], byte[]> producer() {
    if (closed) {
      throw new CancellationException("closed");
    }
    KafkaProducer<byte[], byte[]> made = producer;
    if (made == null) {
      made =
          kafka.producer(
              clientId,
              Map.of(
                  "delivery.timeout.ms", 4_000,
                  "request.timeout.ms", 3_000,
                  "max.block.ms", 3_000));
      producer = made;
    }
    return made;
  }

  /** The newest audit entries, the newest first; empty where they cannot be read in time. */
  Optional<List<AuditEntry>> newest(int limit, Patience patience) {
    try {
      return audit.awaitReady(patience.left())
          ? Optional.of(audit.newest(limit))
          : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    audit.close();
    if (producer != null) {
      producer.close(Duration.ZERO);
    }
  }
}
