package dev.sluice.ingress.reply;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The partitions of the reply topic that belong to an ingress instance: two, or the only one, by a
 * hash of its id. Instances may share a partition; each ignores the frames of the other.
 *
 * @param first one of them
 * @param second the other one; the same where the topic has one partition
 */
public record ReplyPartitions(int first, int second) {
  /** The partitions of this instance among {@code count}. */
  public static ReplyPartitions of(String instanceId, int count) {
    CRC32C hash = new CRC32C();
    hash.update(instanceId.getBytes(StandardCharsets.UTF_8));
    int first = (int) (hash.getValue() % count);
    if (count == 1) {
      return new ReplyPartitions(first, first);
    }
    hash.update('#');
    int step = 1 + (int) (hash.getValue() % (count - 1));
    return new ReplyPartitions(first, (first + step) % count);
  }

  /** The one that the {@code n}-th request names. */
  public int choose(int n) {
    return (n & 1) == 0 ? first : second;
  }
}
