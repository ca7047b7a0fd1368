package dev.sluice.streaming;

import dev.sluice.schemas.serde.RegistryException;
import dev.sluice.schemas.serde.SchemaRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Tells from the first bytes of an encoded record whether it is of a wanted kind, where the first
 * field of the writer's schema is an enum. Decoding everything that a busy topic holds for other
 * readers would cost more than all the rest. In doubt a record counts as wanted. One thread.
 */
public final class LeadingEnum {
  private static final int HEADER = 5;

  private final SchemaRegistry registry;
  private final Set<String> wanted;
  private final Map<Integer, List<Boolean>> wantedBySchema = new HashMap<>();

  /**
   * @param wanted symbols of the leading enum that the caller reads
   */
  public LeadingEnum(SchemaRegistry registry, Set<String> wanted) {
    this.registry = registry;
    this.wanted = Set.copyOf(wanted);
  }

  /** False only where the record is surely of a kind that is not wanted. */
  public boolean mayBeWanted(byte @Nullable [] bytes) {
    if (bytes == null || bytes.length <= HEADER || bytes[0] != 0 || bytes[HEADER] < 0) {
      return true;
    }
    List<Boolean> kinds = wantedOf(schemaId(bytes));
    // A zigzag varint of one byte: the index of the symbol, doubled.
    int index = bytes[HEADER] >> 1;
    return (bytes[HEADER] & 1) != 0 || index >= kinds.size() || kinds.get(index);
  }

  private static int schemaId(byte[] bytes) {
    return ((bytes[1] & 0xFF) << 24)
        | ((bytes[2] & 0xFF) << 16)
        | ((bytes[3] & 0xFF) << 8)
        | (bytes[4] & 0xFF);
  }

  private List<Boolean> wantedOf(int schemaId) {
    List<Boolean> known = wantedBySchema.get(schemaId);
    if (known != null) {
      return known;
    }
    try {
      List<Boolean> found = wantedIn(registry.schemaOf(schemaId));
      wantedBySchema.put(schemaId, found);
      return found;
    } catch (RegistryException e) {
      // The decoder meets the same and knows what to do about it.
      return List.of();
    }
  }

  private List<Boolean> wantedIn(Schema schema) {
    if (schema.getType() != Schema.Type.RECORD || schema.getFields().isEmpty()) {
      return List.of();
    }
    Schema first = schema.getFields().get(0).schema();
    return first.getType() == Schema.Type.ENUM
        ? first.getEnumSymbols().stream().map(wanted::contains).toList()
        : List.of();
  }
}
