package dev.sluice.schemas.id;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The id of a request: a UUIDv7 (RFC 9562), so that it sorts by time and tells when it was made.
 *
 * @param value lower-case text of the UUID
 */
public record RequestId(String value) {
  public RequestId {
    if (value.length() != 36) {
      throw new IllegalArgumentException("not a request id: " + value);
    }
  }

  /** A new id whose time is {@code now}; ids of the same millisecond differ by 74 random bits. */
  public static RequestId create(Instant now) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return of(now.toEpochMilli(), random.nextLong(), random.nextLong());
  }

  /**
   * The id of the batch request at this place of a topic: the same place gives the same id, so that
   * a record which is fed twice is recognised.
   *
   * @param timestampMs broker append time of the record
   */
  public static RequestId ofSource(String topic, int partition, long offset, long timestampMs) {
    byte[] hash = sha256(topic + '/' + partition + '/' + offset);
    return of(timestampMs, longAt(hash, 0), longAt(hash, 8));
  }

  /** Milliseconds since the epoch that the id carries, or empty where it is not a UUIDv7. */
  public static java.util.OptionalLong timeOf(String requestId) {
    try {
      UUID uuid = UUID.fromString(requestId);
      return uuid.version() == 7
          ? java.util.OptionalLong.of(uuid.getMostSignificantBits() >>> 16)
          : java.util.OptionalLong.empty();
    } catch (IllegalArgumentException e) {
      return java.util.OptionalLong.empty();
    }
  }

  /** Id of an attempt of this request. It goes to the provider as {@code x-client-request-id}. */
  public AttemptId attempt(int number) {
    return new AttemptId(value, number);
  }

  private static RequestId of(long millis, long randomA, long randomB) {
    long most = (millis << 16) | 0x7000L | (randomA & 0x0FFFL);
    long least = (randomB & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new RequestId(new UUID(most, least).toString());
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static long longAt(byte[] bytes, int from) {
    long value = 0;
    for (int i = from; i < from + 8; i++) {
      value = (value << 8) | (bytes[i] & 0xFF);
    }
    return value;
  }

  @Override
  public String toString() {
    return value;
  }
}
