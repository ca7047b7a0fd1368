package dev.sluice.proofs.badinput;

import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;

/** Values that a topic should never hold. The same seed gives the same bytes. */
public final class Garbage {
  /** Name of the value that ends in the middle. */
  public static final String CUT_SHORT = "cut short";

  private static final int HEADER = 5;

  private Garbage() {}

  /** Values of the topic that nobody can read, by what they are. */
  public static Map<String, byte[]> unreadable(Codecs codecs, Topic<?> topic, Topic<?> other) {
    byte[] good = blank(codecs, topic);
    byte[] random = new byte[300];
    new Random(topic.name().hashCode()).nextBytes(random);
    random[0] = 'x';
    byte[] endless = Arrays.copyOf(good, HEADER + 40);
    Arrays.fill(endless, HEADER, endless.length, (byte) 0xFF);
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put("nothing", new byte[0]);
    all.put("one byte", new byte[] {0});
    all.put("random bytes", random);
    all.put("JSON", "{\"request_id\":\"1\"}".getBytes(StandardCharsets.UTF_8));
    all.put("unknown schema", withSchema(good, 987_654));
    all.put("negative schema", withSchema(good, -987_654));
    all.put("head alone", Arrays.copyOf(good, HEADER));
    all.put(CUT_SHORT, Arrays.copyOf(good, HEADER + Math.max(1, (good.length - HEADER) / 2)));
    all.put("endless numbers", endless);
    all.put("record of another topic", blank(codecs, other));
    return all;
  }

  /** A record of the topic's type in which every field has its default: readable, but nonsense. */
  public static byte[] blank(Codecs codecs, Topic<?> topic) {
    return encode(codecs.of(topic), topic.valueType());
  }

  @SuppressWarnings("unchecked") // the codec and the type are of one topic
  private static <V extends SpecificRecord> byte[] encode(Codec<V> codec, Class<?> type) {
    try {
      Object builder = type.getMethod("newBuilder").invoke(null);
      return codec.encode((V) builder.getClass().getMethod("build").invoke(builder));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no blank " + type, e);
    }
  }

  private static byte[] withSchema(byte[] value, int id) {
    byte[] changed = value.clone();
    changed[1] = (byte) (id >>> 24);
    changed[2] = (byte) (id >>> 16);
    changed[3] = (byte) (id >>> 8);
    changed[4] = (byte) id;
    return changed;
  }
}
