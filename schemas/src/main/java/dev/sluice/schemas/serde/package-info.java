/**
 * Avro in the Confluent wire format (a zero byte, a four-byte schema id, the Avro binary) and a
 * client of the Confluent Schema Registry REST API, with the configuration keys of the Confluent
 * serializers. Codecs are safe for any thread.
 */
@NullMarked
package dev.sluice.schemas.serde;

import org.jspecify.annotations.NullMarked;
