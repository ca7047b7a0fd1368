package dev.sluice.proofs.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.sluice.proofs.badinput.Garbage;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.serde.UndecodableException;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.TopicSizing;
import dev.sluice.schemas.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes a topic holds: a record or a refusal, in bounded memory and time. */
class SerdeFuzzTest {
  private static final int CASES = 1_000;
  private static final int HEADER = 5;
  private static final long MOST_BYTES = 32L << 20;
  private static final Duration MOST_TIME = Duration.ofSeconds(2);
  private static final Codecs CODECS = Codecs.of("mock://fuzz");
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static Stream<Topic<?>> topics() {
    Topics all = new Topics(Topics.DEFAULT_PREFIX, TopicSizing.embedded(4 << 20));
    return Stream.of(
            all.fixed().stream(), all.dispatchOf("openai").stream(), all.batchOf("proof").stream())
        .flatMap(topics -> topics);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("topics")
  <V extends SpecificRecord> void shouldReadOrRefuseInBounds(Topic<V> topic) throws IOException {
    Codec<V> codec = CODECS.of(topic);
    byte[] header = Arrays.copyOf(Garbage.blank(CODECS, topic), HEADER);
    Schema schema = SpecificData.get().getSchema(topic.valueType());
    int read = 0;
    for (int i = 0; i < FuzzSettings.cases(CASES); i++) {
      Random random = FuzzSettings.randomOf(i);
      byte[] bytes = changed(random, valid(schema, header, random), i);
      if (reads(codec, bytes, topic.name() + ", seed " + FuzzSettings.seed() + ", case " + i)) {
        read++;
      }
    }
    assertThat(read).as("some are still records").isPositive();
  }

  private static boolean reads(Codec<?> codec, byte[] bytes, String name) {
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    long began = System.nanoTime();
    boolean read = false;
    try {
      assertThat(codec.decode(bytes)).isNotNull();
      read = true;
    } catch (UndecodableException e) {
      assertThat(e.getMessage()).as(name).isNotBlank();
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      throw new AssertionError(name + " gives " + e, e);
    }
    assertThat(System.nanoTime() - began).as(name).isLessThan(MOST_TIME.toNanos());
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - allocated)
        .as(name)
        .isLessThan(MOST_BYTES);
    return read;
  }

  private static byte[] valid(Schema schema, byte[] header, Random random) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(header);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    Object value = new RandomData(schema, 1, random.nextLong()).iterator().next();
    new GenericDatumWriter<>(schema).write(value, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private static byte[] changed(Random random, byte[] valid, int number) {
    return switch (number % 8) {
      case 0 -> valid;
      case 1, 2 -> flipped(random, valid);
      case 3 -> Arrays.copyOf(valid, random.nextInt(valid.length));
      case 4 -> withHugeNumber(random, valid);
      case 5 -> withHugeNumber(random, flipped(random, valid));
      case 6 -> noise(random, Arrays.copyOf(valid, HEADER));
      default -> noise(random, new byte[0]);
    };
  }

  private static byte[] flipped(Random random, byte[] valid) {
    byte[] changed = valid.clone();
    for (int i = 1 + random.nextInt(8); i > 0; i--) {
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return changed;
  }

  /** Puts a number that claims a huge length or count somewhere after the header. */
  private static byte[] withHugeNumber(Random random, byte[] valid) {
    int at = HEADER + random.nextInt(Math.max(1, valid.length - HEADER));
    long[] numbers = {
      Integer.MAX_VALUE,
      Integer.MAX_VALUE - 8L,
      1L << 30,
      1L << 27,
      Long.MAX_VALUE,
      Long.MIN_VALUE,
      -1L << 30
    };
    byte[] number = zigzag(numbers[random.nextInt(numbers.length)]);
    byte[] changed = Arrays.copyOf(valid, Math.max(valid.length, at + number.length));
    System.arraycopy(number, 0, changed, at, number.length);
    return changed;
  }

  private static byte[] zigzag(long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long left = (value << 1) ^ (value >> 63);
    while ((left & ~0x7FL) != 0) {
      out.write((int) ((left & 0x7F) | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
    return out.toByteArray();
  }

  private static byte[] noise(Random random, byte[] head) {
    byte[] noise = new byte[head.length + random.nextInt(2_000)];
    random.nextBytes(noise);
    System.arraycopy(head, 0, noise, 0, head.length);
    return noise;
  }
}
