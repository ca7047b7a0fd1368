package dev.sluice.ingress.admin;

import dev.sluice.ingress.error.AdminError;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.id.AttemptId;
import dev.sluice.schemas.id.RequestId;
import dev.sluice.schemas.kafka.KafkaSettings;
import dev.sluice.schemas.report.TopicScan;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.serde.RegistryException;
import dev.sluice.schemas.spend.EntryKind;
import dev.sluice.schemas.spend.LedgerEntry;
import dev.sluice.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds entries of the ledger, and writes corrections where cost-stream reads them. Blocks. */
final class CorrectionLog {
  /** For so long cost-stream knows the id of a correction again. */
  static final long REMEMBERED_MS = Duration.ofDays(6).toMillis();

  private static final Logger LOG = LoggerFactory.getLogger(CorrectionLog.class);
  private static final Duration WAIT = Duration.ofSeconds(4);
  private static final Duration FIND_WITHIN = Duration.ofSeconds(8);

  /** The id of an attempt has the clock of its maker. */
  private static final long CLOCK_MARGIN_MS = 3_600_000;

  private final KafkaSettings kafka;
  private final Topics topics;
  private final Codecs codecs;
  private final String clientId;

  CorrectionLog(KafkaSettings kafka, Topics topics, Codecs codecs, String instanceId) {
    this.kafka = kafka;
    this.topics = topics;
    this.codecs = codecs;
    this.clientId = "sluice-ingress-corrections-" + instanceId;
  }

  /**
   * The entry of an attempt, not one of its corrections.
   *
   * @param attemptId checked by the caller
   */
  Optional<LedgerEntry> find(String attemptId) {
    long since =
        RequestId.timeOf(AttemptId.parse(attemptId).orElseThrow().requestId()).orElse(0)
            - CLOCK_MARGIN_MS;
    return new TopicScan(kafka, clientId, codecs, FIND_WITHIN, left -> LOG.atWarn().log(left))
        .find(
            topics.spendEntries(),
            Math.max(0, since),
            entry ->
                entry.getKind() == EntryKind.ATTEMPT && entry.getAttemptId().equals(attemptId));
  }

  /**
   * Writes it, and waits until Kafka has it. Corrections are few: a producer for each.
   *
   * @throws RefusedException where it may not be there; a repetition with the same id counts once
   */
  void send(AttemptEvent correction) {
    Codec<AttemptEvent> codec = codecs.of(topics.attempts());
    try (KafkaProducer<byte[], byte[]> producer =
        kafka.producer(
            clientId,
            Map.of(
                "delivery.timeout.ms", 3_000,
                "request.timeout.ms", 2_000,
                "max.block.ms", 3_000))) {
      producer
          .send(
              new ProducerRecord<>(
                  topics.attempts().name(),
                  correction.getAccount().getBytes(StandardCharsets.UTF_8),
                  codec.encode(correction)))
          .get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unsure(correction);
    } catch (ExecutionException | TimeoutException | KafkaException | RegistryException e) {
      LOG.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("correction not sent");
      throw unsure(correction);
    }
  }

  private static RefusedException unsure(AttemptEvent correction) {
    return new RefusedException(AdminError.unentered(correction.getCorrectionId()));
  }
}
