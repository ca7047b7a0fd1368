package dev.sluice.schemas.serde;

import org.apache.avro.Schema;

/**
 * What a serializer needs of a Schema Registry. Answers are remembered: a subject is registered and
 * an id is looked up once per process. Safe for any thread; may block on HTTP.
 */
public interface SchemaRegistry {
  /**
   * Id of this schema under this subject.
   *
   * @throws RegistryException if the registry refuses or does not answer
   */
  int idOf(String subject, Schema schema);

  /**
   * Schema of an id.
   *
   * @throws RegistryException if the registry does not know the id or does not answer
   */
  Schema schemaOf(int id);
}
