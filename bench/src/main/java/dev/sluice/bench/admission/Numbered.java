package dev.sluice.bench.admission;

import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptEventKind;
import dev.sluice.schemas.attempt.AttemptStatus;
import dev.sluice.schemas.config.VirtualKey;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.request.InferenceRequest;
import dev.sluice.schemas.request.Payload;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.topic.Topics;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Requests as an ingress writes them, whose ids tell their number, and their outcomes. */
final class Numbered {
  private static final int USERS = 100;
  private static final int NUMBER_DIGITS = 12;
  private static final long TIME_BUDGET_MS = 600_000;
  private static final long OUTPUT_TOKENS = 256;
  private static final long INPUT_TOKENS = 1_024;
  private static final byte[] KEY = AdmissionFile.ACCOUNT.getBytes(StandardCharsets.UTF_8);

  private final Topics topics;
  private final Codec<InferenceRequest> requests;
  private final Codec<AttemptEvent> attempts;
  private final byte[] prompt;

  Numbered(Topics topics, Codecs codecs, int promptBytes) {
    this.topics = topics;
    this.requests = codecs.of(topics.requests());
    this.attempts = codecs.of(topics.attempts());
    this.prompt = new byte[promptBytes];
    new Random(1).nextBytes(prompt); // a prompt that no codec makes smaller
  }

  private static String id(long number) {
    return String.format("0191a000-0000-7000-8000-%012x", number);
  }

  /** The number in the key of a dispatch. */
  static int number(byte[] key) {
    String id = new String(key, StandardCharsets.US_ASCII);
    return Integer.parseInt(id.substring(id.length() - NUMBER_DIGITS), 16);
  }

  ProducerRecord<byte[], byte[]> request(int number) {
    Envelope envelope = Envelope.newBuilder().build();
    envelope.setRequestId(id(number));
    envelope.setAccount(AdmissionFile.ACCOUNT);
    envelope.setProject(AdmissionFile.PROJECT);
    envelope.setVirtualKeyId(VirtualKey.idOf(AdmissionFile.KEY_HASH));
    envelope.setUser("user-" + number % USERS);
    envelope.setTags(List.of("feature:search"));
    envelope.setRequestedModel(AdmissionFile.MODEL);
    envelope.setClientDialect("openai");
    envelope.setInputTokensBound(prompt.length);
    envelope.setMaxOutputTokens(OUTPUT_TOKENS);
    envelope.setTimeBudgetMs(TIME_BUDGET_MS);
    Payload payload = new Payload("canonical-request/avro", ByteBuffer.wrap(prompt));
    return new ProducerRecord<>(
        topics.requests().name(), KEY, requests.encode(new InferenceRequest(envelope, payload)));
  }

  /** What a worker tells of the first attempt of a request that was answered. */
  ProducerRecord<byte[], byte[]> outcome(int number) {
    AttemptEvent event = AttemptEvent.newBuilder().build();
    event.setKind(AttemptEventKind.OUTCOME);
    event.setRequestId(id(number));
    event.setAttemptId(id(number) + "-1");
    event.setAttemptNumber(1);
    event.setAccount(AdmissionFile.ACCOUNT);
    event.setProject(AdmissionFile.PROJECT);
    event.setDeployment(AdmissionFile.MODEL);
    event.setProvider(AdmissionFile.PROVIDER);
    event.setProviderModel("gpt-4o-mini");
    event.setWorker("bench");
    event.setStatus(AttemptStatus.SUCCEEDED);
    event.setProviderStatus(200);
    TokenUsage usage = TokenUsage.newBuilder().build();
    usage.setSource(UsageSource.PROVIDER);
    usage.setInput(INPUT_TOKENS);
    usage.setOutput(OUTPUT_TOKENS);
    event.setUsage(usage);
    event.setCostNanoUsd(1_000L);
    return new ProducerRecord<>(topics.attempts().name(), KEY, attempts.encode(event));
  }
}
