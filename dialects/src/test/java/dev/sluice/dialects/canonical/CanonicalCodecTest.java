package dev.sluice.dialects.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.chat.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CanonicalCodecTest {
  private final CanonicalCodec codec = new CanonicalCodec();

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void shouldGiveBackWhatItWasGiven(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      var request = (CanonicalRequest) record(CanonicalRequest.getClassSchema(), random, 0);
      assertThat(codec.request(codec.encode(request))).isEqualTo(request);
      var reply = (CanonicalReply) record(CanonicalReply.getClassSchema(), random, 0);
      assertThat(codec.reply(codec.encode(reply))).isEqualTo(reply);
      var events = (ReplyEvents) record(ReplyEvents.getClassSchema(), random, 0);
      assertThat(codec.events(codec.encode(events))).isEqualTo(events);
    }
  }

  @Test
  void shouldEncodeEveryRecordThatAFactoryMakes() {
    CanonicalRequest request = Canonical.request("openai");
    request.getMessages().add(Canonical.message(Role.USER));
    request.getMessages().getFirst().getParts().add(Canonical.text("hi"));
    request.setSampling(Canonical.sampling());
    request.setReasoning(Canonical.reasoning());
    assertThat(codec.request(codec.encode(request))).isEqualTo(request);
    CanonicalReply reply = Canonical.reply("openai");
    reply.getChoices().add(Canonical.choice(0));
    assertThat(codec.reply(codec.encode(reply))).isEqualTo(reply);
    ReplyEvents events = Canonical.events("openai", List.of(Canonical.event(EventKind.TEXT_DELTA)));
    assertThat(codec.events(codec.encode(events))).isEqualTo(events);
  }

  @Test
  void shouldReadThePayloadOfAnotherVersion() throws IOException {
    Schema older = without(ReplyEvents.getClassSchema(), "dialect");
    var record = new GenericData.Record(older);
    record.put("events", List.of());
    byte[] bytes = singleObject(record);
    assertThatThrownBy(() -> codec.events(bytes)).isInstanceOf(IllegalArgumentException.class);
    long known = SchemaNormalization.parsingFingerprint64(older);
    var knowing = new CanonicalCodec(fingerprint -> fingerprint == known ? older : unknown());
    assertThat(knowing.events(bytes).getDialect()).isEmpty();
  }

  @SuppressWarnings("NullAway") // the store answers null for a schema that it does not have
  private static Schema unknown() {
    return null;
  }

  @Test
  void shouldRefuseWhatIsNoPayload() {
    byte[] bytes = codec.encode(Canonical.request("openai"));
    assertThatThrownBy(() -> codec.reply(bytes)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> codec.request(new byte[3]))
        .isInstanceOf(IllegalArgumentException.class);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> codec.request(cut)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void shouldThrowNothingButRefusalsOnDamagedBytes() {
    var random = new Random(20261128);
    for (int round = 0; round < 20_000; round++) {
      var reply = (CanonicalReply) record(CanonicalReply.getClassSchema(), random, 0);
      byte[] bad = codec.encode(reply);
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        bad[10 + random.nextInt(bad.length - 10)] = (byte) random.nextInt();
      }
      try {
        codec.reply(bad);
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageContaining("CanonicalReply");
      }
    }
  }

  @Test
  void shouldKeepNothingOfWhatItRead() {
    byte[] bytes = codec.encode(Canonical.request("openai"));
    codec.request(bytes);
    var kept = new WeakReference<>(bytes);
    bytes = new byte[0];

    await()
        .untilAsserted(() -> {
          System.gc();
          assertThat(kept.get()).isNull();
        });
    assertThat(bytes).isEmpty();
  }

  private static Schema without(Schema schema, String field) {
    Schema copy = Schema.createRecord(schema.getName(), null, schema.getNamespace(), false);
    copy.setFields(
        schema.getFields().stream()
            .filter(f -> !f.name().equals(field))
            .map(f -> new Schema.Field(f, f.schema()))
            .toList());
    return copy;
  }

  private static byte[] singleObject(GenericRecord record) throws IOException {
    var out = new ByteArrayOutputStream();
    long fingerprint = SchemaNormalization.parsingFingerprint64(record.getSchema());
    out.writeBytes(
        ByteBuffer.allocate(10)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 0xC3)
            .put((byte) 0x01)
            .putLong(fingerprint)
            .array());
    var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private static SpecificRecord record(Schema schema, Random random, int depth) {
    var record = (SpecificRecord) SpecificData.get().newRecord(null, schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.pos(), value(field.schema(), random, depth + 1));
    }
    return record;
  }

  private static @Nullable Object value(Schema schema, Random random, int depth) {
    return switch (schema.getType()) {
      case STRING -> text(random);
      case LONG -> random.nextLong();
      case INT -> random.nextInt();
      case BOOLEAN -> random.nextBoolean();
      case DOUBLE -> random.nextDouble();
      case BYTES -> {
        var bytes = new byte[random.nextInt(9)];
        random.nextBytes(bytes);
        yield ByteBuffer.wrap(bytes);
      }
      case ENUM -> {
        List<String> symbols = schema.getEnumSymbols();
        String symbol = symbols.get(random.nextInt(symbols.size()));
        yield SpecificData.get().createEnum(symbol, schema);
      }
      case RECORD -> record(schema, random, depth);
      case UNION -> {
        Schema other = schema.getTypes().getLast();
        yield random.nextInt(3) == 0 ? null : value(other, random, depth);
      }
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = depth > 5 ? 0 : random.nextInt(3); i > 0; i--) {
          list.add(value(schema.getElementType(), random, depth + 1));
        }
        yield list;
      }
      case MAP -> {
        Map<String, @Nullable Object> map = new HashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          map.put(text(random), value(schema.getValueType(), random, depth + 1));
        }
        yield map;
      }
      default -> throw new IllegalStateException(schema.getType().getName());
    };
  }

  private static String text(Random random) {
    String[] words = {"", "a", "{\"x\":1}", "é☾😀", "long ".repeat(40), "\u0000\n"};
    return words[random.nextInt(words.length)] + random.nextInt(10);
  }

  @Test
  void shouldReadWhatEveryReleaseWrote() throws Exception {
    Path folder = Path.of("..", "schemas", "src", "main", "avro-released");
    try (Stream<Path> releases = Files.list(folder)) {
      assertThat(releases.map(release -> release.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(ReleasedPayloads.RELEASES);
    }
    for (String release : ReleasedPayloads.RELEASES) {
      Schema schema =
          new Schema.Parser()
              .parse(folder.resolve(release).resolve("payload.canonical-request.avsc").toFile());
      GenericRecord record = new GenericRecordBuilder(schema).set("model", "assistant").build();

      CanonicalRequest read = new CanonicalCodec().request(written(schema, record));

      assertThat(read.getModel()).isEqualTo("assistant");
      assertThat(read.getHeaders()).isEmpty();
    }
  }

  private static byte[] written(Schema schema, GenericRecord record) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0xC3, 1});
    out.write(
        ByteBuffer.allocate(8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(SchemaNormalization.parsingFingerprint64(schema))
            .array());
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
    return out.toByteArray();
  }
}
