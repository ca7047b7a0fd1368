package dev.sluice.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptEventKind;
import dev.sluice.schemas.control.AuditEntry;
import dev.sluice.schemas.reply.Delivery;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.request.InferenceRequest;
import dev.sluice.schemas.topic.TopicSizing;
import dev.sluice.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodecTest {
  private final Topics topics = new Topics("t.", TopicSizing.embedded(1 << 20));
  private final Codecs codecs = Codecs.of("mock://codec-test");

  private static AttemptEvent event() {
    return AttemptEvent.newBuilder()
        .setKind(AttemptEventKind.OUTCOME)
        .setAttemptId("a-1")
        .setTags(List.of("x", "y"))
        .setTtftMs(12L)
        .build();
  }

  @Test
  void shouldReadBackWhatItWrote() {
    Codec<AttemptEvent> codec = codecs.of(topics.attempts());

    assertThat(codec.decode(codec.encode(event()))).isEqualTo(event());
  }

  @Test
  void shouldBeginWithAZeroByteAndTheSchemaId() {
    byte[] bytes = codecs.of(topics.attempts()).encode(event());
    int id = codecs.registry().idOf("t.attempts-value", AttemptEvent.getClassSchema());

    assertThat(HexFormat.of().formatHex(bytes, 0, 5)).isEqualTo("00%08x".formatted(id));
  }

  @Test
  void shouldNameTheSchemaIdThatNobodyRegistered() {
    byte[] bytes = codecs.of(topics.deliveries()).encode(Delivery.newBuilder().build());
    bytes[1] = bytes[2] = 0;
    bytes[3] = bytes[4] = (byte) 0xFF;

    assertThatThrownBy(() -> codecs.of(topics.deliveries()).decode(bytes))
        .isInstanceOf(UndecodableException.class)
        .hasMessageContaining("t.deliveries")
        .hasMessageContaining("schema id 65535");
  }

  @Test
  void shouldSayWhatIsWrongWithForeignBytes() {
    Codec<AttemptEvent> codec = codecs.of(topics.attempts());

    assertThatThrownBy(() -> codec.decode("{}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UndecodableException.class)
        .hasMessageContaining("Confluent wire format");
    assertThatThrownBy(() -> codec.decode(null)).isInstanceOf(UndecodableException.class);
    assertThatThrownBy(() -> codec.decode(new byte[0])).isInstanceOf(UndecodableException.class);
  }

  @Test
  void shouldRefuseARecordOfAnotherTypeEvenIfAllItsFieldsHaveDefaults() {
    byte[] bytes = codecs.of(topics.audit()).encode(AuditEntry.newBuilder().build());

    assertThatThrownBy(() -> codecs.of(topics.fallback()).decode(bytes))
        .isInstanceOf(UndecodableException.class)
        .hasMessageContaining("is a AuditEntry, no FailedAttempt");
  }

  @Test
  void shouldRefuseMoreItemsThanBytesBeforeItMakesRoomForThem() {
    Envelope envelope = Envelope.newBuilder().setTags(List.of("qqqq")).build();
    byte[] good =
        codecs
            .of(topics.requests())
            .encode(InferenceRequest.newBuilder().setEnvelope(envelope).build());
    String hex = HexFormat.of().formatHex(good);
    String oneTag = "02" + "08" + "71717171";
    // 2^30 tags in place of one
    byte[] bad = HexFormat.of().parseHex(hex.replace(oneTag, "8080808008" + "08" + "71717171"));

    assertThat(hex).containsOnlyOnce(oneTag);
    assertThatThrownBy(() -> codecs.of(topics.requests()).decode(bad))
        .isInstanceOf(UndecodableException.class)
        .hasMessageContaining("EOFException");
  }

  @Test
  void shouldThrowNothingButUndecodableOnDamagedBytes() {
    Codec<AttemptEvent> codec = codecs.of(topics.attempts());
    byte[] good = codec.encode(event());
    Random random = new Random(20261122);
    for (int round = 0; round < 20_000; round++) {
      byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 8));
      for (int flips = random.nextInt(4); flips >= 0 && bad.length > 5; flips--) {
        bad[5 + random.nextInt(bad.length - 5)] = (byte) random.nextInt();
      }
      try {
        codec.decode(bad);
      } catch (UndecodableException e) {
        assertThat(e).hasMessageContaining("t.attempts");
      }
    }
  }
}
