package dev.sluice.dialects.canonical;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.message.SchemaStore;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of payloads that releases wrote, so that what lies in topics across an upgrade, or
 * comes from a role that is not upgraded yet, can be read. Loaded once.
 */
final class ReleasedPayloads implements SchemaStore {
  /** The folders of {@code schemas/src/main/avro-released}. */
  static final List<String> RELEASES = List.of("0.1.0");

  private static final List<String> PAYLOADS =
      List.of("canonical-request", "canonical-reply", "canonical-events");

  private static final class Loaded {
    static final Map<Long, Schema> BY_FINGERPRINT = load();
  }

  @Override
  public @Nullable Schema findByFingerprint(long fingerprint) {
    return Loaded.BY_FINGERPRINT.get(fingerprint);
  }

  private static Map<Long, Schema> load() {
    Map<Long, Schema> schemas = new HashMap<>();
    for (String release : RELEASES) {
      for (String payload : PAYLOADS) {
        Schema schema = schema("/dev/sluice/released/" + release + "/payload." + payload + ".avsc");
        schemas.put(SchemaNormalization.parsingFingerprint64(schema), schema);
      }
    }
    return schemas;
  }

  private static Schema schema(String resource) {
    try (InputStream in = ReleasedPayloads.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks " + resource);
      }
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
