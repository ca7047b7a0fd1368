package dev.sluice.router.batch;

import dev.sluice.schemas.batch.BatchRequest;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.id.RequestId;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.request.InferenceRequest;
import dev.sluice.schemas.request.Payload;
import dev.sluice.schemas.request.Priority;
import dev.sluice.schemas.request.ReplyAddress;
import dev.sluice.schemas.request.SourceOffset;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.UndecodableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Turns what batch authors wrote into requests. Pure. */
final class BatchRequests {
  private static final long DEFAULT_BUDGET_MS = Duration.ofDays(1).toMillis();
  private static final int MOST_TAGS = 16;
  private static final int LONGEST_TAG = 128;

  private BatchRequests() {}

  /**
   * Reads one record.
   *
   * @param project whose topic it lies in: the right to write there is the proof
   * @param replies topic for the reply
   */
  static Feed of(
      ConsumerRecord<byte[], byte[]> record,
      Codec<BatchRequest> codec,
      String project,
      String replies,
      GatewayConfig config) {
    BatchRequest batch;
    try {
      batch = codec.decode(record.value());
    } catch (UndecodableException e) {
      return rejected("", "the record is no batch request in Avro: " + e.getMessage());
    }
    if (config.project(project).isEmpty()) {
      return rejected(batch.getCustomId(), "there is no project " + project);
    }
    Optional<BatchDialect> spoken = BatchDialect.of(batch.getDialect());
    if (spoken.isEmpty()) {
      return rejected(
          batch.getCustomId(),
          "the dialect is not known here, only these are: " + BatchDialect.names());
    }
    BatchDialect dialect = spoken.get();
    Optional<BatchBody> body = BatchBody.of(dialect, batch.getBody());
    if (body.isEmpty()) {
      return rejected(batch.getCustomId(), "the body is not a JSON object that names a model");
    }
    Envelope envelope = envelope(record, batch, body.get(), project, replies, config);
    Payload payload =
        new Payload(
            dialect.encoding(), ByteBuffer.wrap(batch.getBody().getBytes(StandardCharsets.UTF_8)));
    return new Feed.Request(new InferenceRequest(envelope, payload));
  }

  private static Envelope envelope(
      ConsumerRecord<byte[], byte[]> record,
      BatchRequest batch,
      BatchBody body,
      String project,
      String replies,
      GatewayConfig config) {
    Long budget = batch.getTimeBudgetMs();
    return Envelope.newBuilder()
        .setRequestId(
            RequestId.ofSource(
                    record.topic(), record.partition(), record.offset(), record.timestamp())
                .value())
        .setAccount(config.account(project))
        .setProject(project)
        .setUser(batch.getUser().isEmpty() ? body.user() : batch.getUser())
        .setTags(tags(batch.getTags()))
        .setRequestedModel(body.model())
        .setClientDialect(batch.getDialect())
        .setInputTokensBound(body.inputTokensBound())
        .setMaxOutputTokens(body.maxOutputTokens())
        .setChoices(body.choices())
        .setTimeBudgetMs(budget == null || budget <= 0 ? DEFAULT_BUDGET_MS : budget)
        .setIngressAtMs(record.timestamp())
        .setPriority(Priority.BATCH)
        .setReplyTo(new ReplyAddress(replies, -1, "", key(record)))
        .setSource(new SourceOffset(record.topic(), record.partition(), record.offset()))
        .setCustomId(batch.getCustomId())
        .build();
  }

  static String key(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
  }

  private static List<String> tags(List<String> wanted) {
    return wanted.stream()
        .filter(tag -> !tag.isEmpty() && tag.length() <= LONGEST_TAG)
        .distinct()
        .sorted()
        .limit(MOST_TAGS)
        .toList();
  }

  private static Feed rejected(String customId, String why) {
    return new Feed.Rejected(
        customId,
        new ErrorInfo(
            ErrorKind.INVALID_REQUEST.wireName(), 0, why, null, null, null, null, "request", ""));
  }
}
