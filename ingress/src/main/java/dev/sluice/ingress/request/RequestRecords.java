package dev.sluice.ingress.request;

import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.Operation;
import dev.sluice.schemas.chat.Sampling;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.request.InferenceRequest;
import dev.sluice.schemas.request.Payload;
import dev.sluice.schemas.request.Priority;
import dev.sluice.schemas.request.ReplyAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Makes the record that is published from a request that was understood. Safe for any thread. */
public final class RequestRecords {
  private static final int PROTOCOL_VERSION = 1;

  /** Tokens that vectors and places of documents have. */
  private static final long NO_OUTPUT = 0;

  private final CanonicalCodec codec;
  private final String dialect;

  /** Records of requests of this dialect. */
  public RequestRecords(CanonicalCodec codec, String dialect) {
    this.codec = codec;
    this.dialect = dialect;
  }

  /**
   * The record of a request.
   *
   * @param bodyBytes size of the caller's body
   * @param attribution of the request
   * @param timeBudgetMs what is left of the caller's time
   */
  public InferenceRequest of(
      CanonicalRequest request,
      long bodyBytes,
      Caller caller,
      Attribution attribution,
      long timeBudgetMs,
      ReplyAddress replyTo) {
    Payload payload = new Payload();
    payload.setEncoding(CanonicalCodec.REQUEST_ENCODING);
    payload.setBytes(ByteBuffer.wrap(codec.encode(request)));
    InferenceRequest record = new InferenceRequest();
    record.setEnvelope(envelope(request, bodyBytes, caller, attribution, timeBudgetMs, replyTo));
    record.setPayload(payload);
    return record;
  }

  private Envelope envelope(
      CanonicalRequest request,
      long bodyBytes,
      Caller caller,
      Attribution attribution,
      long timeBudgetMs,
      ReplyAddress replyTo) {
    RequestShape shape = RequestShape.of(request, bodyBytes);
    Envelope envelope = new Envelope();
    envelope.setProtocolVersion(PROTOCOL_VERSION);
    envelope.setRequestId(caller.requestId());
    envelope.setAccount(caller.holder().account());
    envelope.setProject(caller.holder().project());
    envelope.setVirtualKeyId(caller.holder().keyId());
    envelope.setUser(attribution.user());
    envelope.setTags(attribution.tags());
    envelope.setMetadata(attribution.metadata());
    envelope.setRequestedModel(request.getModel());
    envelope.setClientDialect(dialect);
    envelope.setStream(Boolean.TRUE.equals(request.getStream()));
    envelope.setFeatures(shape.features());
    envelope.setInputTokensBound(shape.inputTokensBound());
    envelope.setMaxOutputTokens(
        request.getOperation() == Operation.CHAT
            ? request.getMaxOutputTokens()
            : Long.valueOf(NO_OUTPUT));
    envelope.setChoices(choices(request.getSampling()));
    envelope.setTimeBudgetMs(timeBudgetMs);
    envelope.setIngressAtMs(caller.receivedAtMs());
    envelope.setPriority(Priority.INTERACTIVE);
    envelope.setReplyTo(replyTo);
    envelope.setSource(null);
    envelope.setCustomId("");
    envelope.setTraceparent(caller.headers().traceparent());
    return envelope;
  }

  private static int choices(@Nullable Sampling sampling) {
    Integer n = sampling == null ? null : sampling.getN();
    return n == null ? 1 : Math.max(1, n);
  }
}
