package dev.sluice.ingress.request;

import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.Sampling;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.request.InferenceRequest;
import dev.sluice.schemas.request.Payload;
import dev.sluice.schemas.request.Priority;
import dev.sluice.schemas.request.ReplyAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the record that is published from a request that was understood. Safe for any thread. */
public final class RequestRecords {
  private static final int PROTOCOL_VERSION = 1;
  private static final int MAX_METADATA = 16;
  private static final int MAX_METADATA_KEY = 64;
  private static final int MAX_METADATA_VALUE = 512;

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
   * @param timeBudgetMs what is left of the caller's time
   */
  public InferenceRequest of(
      CanonicalRequest request,
      long bodyBytes,
      Caller caller,
      long timeBudgetMs,
      ReplyAddress replyTo) {
    Payload payload = new Payload();
    payload.setEncoding(CanonicalCodec.REQUEST_ENCODING);
    payload.setBytes(ByteBuffer.wrap(codec.encode(request)));
    InferenceRequest record = new InferenceRequest();
    record.setEnvelope(envelope(request, bodyBytes, caller, timeBudgetMs, replyTo));
    record.setPayload(payload);
    return record;
  }

  private Envelope envelope(
      CanonicalRequest request,
      long bodyBytes,
      Caller caller,
      long timeBudgetMs,
      ReplyAddress replyTo) {
    RequestShape shape = RequestShape.of(request, bodyBytes);
    Envelope envelope = new Envelope();
    envelope.setProtocolVersion(PROTOCOL_VERSION);
    envelope.setRequestId(caller.requestId());
    envelope.setAccount(caller.holder().account());
    envelope.setProject(caller.holder().project());
    envelope.setVirtualKeyId(caller.holder().keyId());
    envelope.setUser(user(request, caller.headers()));
    envelope.setTags(caller.headers().tags());
    envelope.setMetadata(metadata(request.getMetadata()));
    envelope.setRequestedModel(request.getModel());
    envelope.setClientDialect(dialect);
    envelope.setStream(Boolean.TRUE.equals(request.getStream()));
    envelope.setFeatures(shape.features());
    envelope.setInputTokensBound(shape.inputTokensBound());
    envelope.setMaxOutputTokens(request.getMaxOutputTokens());
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

  /** The body's own word goes before the header. */
  private static String user(CanonicalRequest request, CallerHeaders headers) {
    String endUser = request.getEndUser();
    return endUser == null || endUser.isEmpty() ? headers.user() : endUser;
  }

  private static int choices(@Nullable Sampling sampling) {
    Integer n = sampling == null ? null : sampling.getN();
    return n == null ? 1 : Math.max(1, n);
  }

  /** The texts among the caller's metadata, within the bounds that the dialect documents. */
  private static Map<String, String> metadata(@Nullable String json) {
    if (json == null) {
      return Map.of();
    }
    Map<String, String> metadata = new HashMap<>();
    try (JsonCursor in = JsonCursor.ofValue(json)) {
      while (in.nextField()) {
        String key = in.field();
        String value = in.stringOrSkip();
        if (value != null
            && metadata.size() < MAX_METADATA
            && key.length() <= MAX_METADATA_KEY
            && value.length() <= MAX_METADATA_VALUE) {
          metadata.put(key, value);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("metadata that a dialect read is no JSON object", e);
    }
    return metadata;
  }
}
