package dev.sluice.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordBytesTest {
  private static final byte[] HEADER = {9, 8, 7};

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8 << 10, 64 << 10, 1 << 20, 3})
  void shouldWriteTheHeaderAndTheRecordWhateverItsLength(int length) throws IOException {
    byte[] value = new byte[length];
    for (int i = 0; i < length; i++) {
      value[i] = (byte) (i * 31);
    }
    var expected = new ByteArrayOutputStream();
    expected.writeBytes(HEADER);
    Encoder plain = EncoderFactory.get().binaryEncoder(expected, null);
    new Bytes(false).write(value, plain);
    plain.flush();

    byte[] written = RecordBytes.of(HEADER, new Bytes(false), value);

    assertThat(written).isEqualTo(expected.toByteArray());
  }

  @Test
  void shouldLeaveNothingOfARecordThatCouldNotBeWritten() {
    byte[] good = RecordBytes.of(HEADER, new Bytes(false), new byte[] {1, 2});

    assertThatThrownBy(() -> RecordBytes.of(HEADER, new Bytes(true), new byte[100_000]))
        .isInstanceOf(NullPointerException.class);

    assertThat(RecordBytes.of(HEADER, new Bytes(false), new byte[] {1, 2})).isEqualTo(good);
  }

  /** Writes bytes, and where it breaks only after them. */
  private record Bytes(boolean breaks) implements DatumWriter<byte[]> {
    @Override
    public void setSchema(Schema schema) {}

    @Override
    public void write(byte[] value, Encoder out) throws IOException {
      out.writeLong(value.length * 1_000L);
      out.writeBytes(value);
      if (breaks) {
        throw new NullPointerException("a field has no value");
      }
    }
  }
}
