package dev.sluice.dialects.canonical;

import dev.sluice.schemas.serde.BoundedDecoder;
import dev.sluice.schemas.serde.RecordBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** One record type: a two-byte marker, the fingerprint of the writer's schema, the record. */
final class RecordCodec<T extends SpecificRecord> {
  private static final int HEADER = 10;

  private final Schema schema;
  private final long fingerprint;
  private final byte[] header;
  private final SpecificData model;
  private final SpecificDatumWriter<T> writer;
  private final SpecificDatumReader<T> reader;
  private final SchemaStore otherVersions;

  RecordCodec(Schema schema, SchemaStore otherVersions) {
    this.schema = schema;
    this.otherVersions = otherVersions;
    fingerprint = SchemaNormalization.parsingFingerprint64(schema);
    header =
        ByteBuffer.allocate(HEADER)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 0xC3)
            .put((byte) 0x01)
            .putLong(fingerprint)
            .array();
    model = new SpecificData();
    model.setCustomCoders(true);
    model.setFastReaderEnabled(false); // it would read by reflection in place of them
    writer = new SpecificDatumWriter<>(schema, model);
    reader = new SpecificDatumReader<>(schema, schema, model);
  }

  byte[] encode(T value) {
    return RecordBytes.of(header, writer, value);
  }

  T decode(byte[] bytes) {
    if (bytes.length < HEADER || bytes[0] != header[0] || bytes[1] != header[1]) {
      throw new IllegalArgumentException("not a canonical payload: " + schema.getName());
    }
    long written = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
    BoundedDecoder decoder = BoundedDecoder.of(bytes, HEADER);
    try {
      return readerOf(written).read(null, decoder);
    } catch (IOException
        | AvroRuntimeException
        | ClassCastException
        | NegativeArraySizeException
        | IndexOutOfBoundsException
        | UnsupportedOperationException e) {
      throw new IllegalArgumentException("undecodable payload: " + schema.getName(), e);
    } finally {
      decoder.close();
    }
  }

  private SpecificDatumReader<T> readerOf(long written) {
    if (written == fingerprint) {
      return reader;
    }
    @Nullable Schema other = otherVersions.findByFingerprint(written);
    if (other == null) {
      throw new IllegalArgumentException("unknown version of payload: " + schema.getName());
    }
    return new SpecificDatumReader<>(other, schema, model);
  }
}
