package dev.sluice.provider.calls;

import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.schemas.attempt.CallTimeouts;
import dev.sluice.schemas.attempt.Dispatch;
import dev.sluice.schemas.id.RequestId;
import dev.sluice.schemas.money.PriceBooks;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.request.Payload;
import dev.sluice.schemas.request.Priority;
import dev.sluice.schemas.request.ReplyAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Attempts for tests. */
public final class Attempts {
  private boolean stream;
  private boolean batch;
  private String text = "Tell me a story.";
  private String body = "";
  private String provider = "openai";
  private String model = "gpt-4o-mini";
  private CallTimeouts timeouts = new CallTimeouts(0L, 0L, 0L, 0L);
  private long deadlineInMs = 60_000;
  private long decidedAgoMs = 2;
  private long prior;
  private String replyTopic = "";
  private Long outputLimit = 400L;
  private boolean outcomeMayWait;

  public static Attempts attempt() {
    return new Attempts();
  }

  public Attempts streamed() {
    stream = true;
    return this;
  }

  public Attempts batch() {
    batch = true;
    return this;
  }

  /** What the simulator is told to do, in its own words. */
  public Attempts simulated(String directives) {
    text = "Tell me a story. [[sim " + directives + "]]";
    return this;
  }

  public Attempts body(String json) {
    body = json;
    return this;
  }

  public Attempts provider(String name, String providerModel) {
    provider = name;
    model = providerModel;
    return this;
  }

  public Attempts timeouts(long connectMs, long firstTokenMs, long idleMs, long totalMs) {
    timeouts = new CallTimeouts(connectMs, firstTokenMs, idleMs, totalMs);
    return this;
  }

  public Attempts deadlineIn(long ms) {
    deadlineInMs = ms;
    return this;
  }

  public Attempts decidedAgo(long ms) {
    decidedAgoMs = ms;
    return this;
  }

  public Attempts priorCost(long nano) {
    prior = nano;
    return this;
  }

  public Attempts outputLimit(long tokens) {
    outputLimit = tokens;
    return this;
  }

  public Attempts outcomeMayWait() {
    outcomeMayWait = true;
    return this;
  }

  public Attempts replyTopic(String topic) {
    replyTopic = topic;
    return this;
  }

  public Attempt make() {
    long now = System.currentTimeMillis();
    Envelope envelope = envelope();
    Dispatch dispatch =
        Dispatch.newBuilder()
            .setEnvelope(envelope)
            .setPayload(payload())
            .setAttemptId(envelope.getRequestId() + "-1")
            .setAttemptNumber(1)
            .setDeployment(provider + "/" + model)
            .setProvider(provider)
            .setProviderModel(model)
            .setDecidedAtMs(now - decidedAgoMs)
            .setDeadlineAtMs(now + deadlineInMs)
            .setTimeouts(timeouts)
            .setPriceVersion(PriceBooks.builtInVersion())
            .setOutputLimit(outputLimit)
            .setPriorCostNanoUsd(prior)
            .setOutcomeMayWait(outcomeMayWait)
            .build();
    return new Attempt(dispatch, envelope, dispatch.getPayload(), now, now);
  }

  private Envelope envelope() {
    String standard = batch ? "sluice.batch.search.replies" : "sluice.replies";
    String topic = replyTopic.isEmpty() ? standard : replyTopic;
    return Envelope.newBuilder()
        .setRequestId(RequestId.create(Instant.now()).value())
        .setAccount("search")
        .setProject("search")
        .setRequestedModel("assistant")
        .setClientDialect("openai")
        .setStream(stream)
        .setPriority(batch ? Priority.BATCH : Priority.INTERACTIVE)
        .setReplyTo(new ReplyAddress(topic, batch ? -1 : 1, "ingress-1", ""))
        .build();
  }

  private Payload payload() {
    String json =
        body.isEmpty()
            ? "{\"model\":\"assistant\",\"stream\":%b,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                .formatted(stream, text)
            : body;
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    if (batch) {
      return new Payload("openai-chat/json", ByteBuffer.wrap(bytes));
    }
    return switch (new OpenAiDialect().read(bytes)) {
      case ReadRequest.Parsed parsed ->
          new Payload(
              CanonicalCodec.REQUEST_ENCODING,
              ByteBuffer.wrap(new CanonicalCodec().encode(parsed.request())));
      case ReadRequest.Refused refused ->
          throw new IllegalArgumentException(List.of(refused.errors()).toString());
    };
  }
}
