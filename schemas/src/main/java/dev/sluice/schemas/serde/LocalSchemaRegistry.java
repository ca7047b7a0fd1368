package dev.sluice.schemas.serde;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * A registry inside this process, shared by all who name the same scope; for drivers of topologies
 * and other tests without HTTP. Named by the URL {@code mock://<scope>}, as in Confluent's clients.
 */
public final class LocalSchemaRegistry implements SchemaRegistry {
  private static final Map<String, LocalSchemaRegistry> SCOPES = new ConcurrentHashMap<>();
  private final List<Schema> schemas = new ArrayList<>();

  private LocalSchemaRegistry() {}

  /** The registry of a scope, made at its first use. */
  public static LocalSchemaRegistry scope(String scope) {
    return SCOPES.computeIfAbsent(scope, name -> new LocalSchemaRegistry());
  }

  @Override
  public synchronized int idOf(String subject, Schema schema) {
    int at = schemas.indexOf(schema);
    if (at < 0) {
      schemas.add(schema);
      return schemas.size();
    }
    return at + 1;
  }

  @Override
  public synchronized Schema schemaOf(int id) {
    if (id < 1 || id > schemas.size()) {
      throw new RegistryException("no schema has the id " + id, false);
    }
    return schemas.get(id - 1);
  }
}
