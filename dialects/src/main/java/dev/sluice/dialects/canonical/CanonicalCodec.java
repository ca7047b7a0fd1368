package dev.sluice.dialects.canonical;

import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.topic.TrustedRecords;
import org.apache.avro.message.SchemaStore;

/**
 * The canonical records as payload bytes: Avro's single-object encoding, so that bytes of an older
 * or newer version name the schema that they were written with. Safe for many threads.
 */
public final class CanonicalCodec {
  /** {@code Payload.encoding} of a request. */
  public static final String REQUEST_ENCODING = "canonical-request/avro";

  /** {@code Payload.encoding} of a whole reply. */
  public static final String REPLY_ENCODING = "canonical-reply/avro";

  /** {@code Payload.encoding} of events. */
  public static final String EVENTS_ENCODING = "canonical-events/avro";

  private final RecordCodec<CanonicalRequest> requests;
  private final RecordCodec<CanonicalReply> replies;
  private final RecordCodec<ReplyEvents> events;

  /** A codec that knows this version's schemas and those of releases. */
  public CanonicalCodec() {
    this(new ReleasedPayloads());
  }

  /** A codec that asks the store for schemas of other versions. */
  public CanonicalCodec(SchemaStore otherVersions) {
    TrustedRecords.install();
    requests = new RecordCodec<>(CanonicalRequest.getClassSchema(), otherVersions);
    replies = new RecordCodec<>(CanonicalReply.getClassSchema(), otherVersions);
    events = new RecordCodec<>(ReplyEvents.getClassSchema(), otherVersions);
  }

  public byte[] encode(CanonicalRequest request) {
    return requests.encode(request);
  }

  public byte[] encode(CanonicalReply reply) {
    return replies.encode(reply);
  }

  public byte[] encode(ReplyEvents reply) {
    return events.encode(reply);
  }

  /**
   * The request of these bytes.
   *
   * @throws IllegalArgumentException where they are not one
   */
  public CanonicalRequest request(byte[] bytes) {
    return requests.decode(bytes);
  }

  /**
   * The reply of these bytes.
   *
   * @throws IllegalArgumentException where they are not one
   */
  public CanonicalReply reply(byte[] bytes) {
    return replies.decode(bytes);
  }

  /**
   * The events of these bytes.
   *
   * @throws IllegalArgumentException where they are none
   */
  public ReplyEvents events(byte[] bytes) {
    return events.decode(bytes);
  }
}
