package dev.sluice.launcher.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** The schema of a request's body, read once: usable, or the refusal that says why not. */
sealed interface ProposedSchema {

  /** A schema whose printed form is what gets stored and compared. */
  record Usable(Schema schema) implements ProposedSchema {

    String text() {
      return schema.toString();
    }
  }

  /** A body that holds no schema of ours. */
  record Unusable(RegistryReply.Refusal refusal) implements ProposedSchema {}

  static ProposedSchema in(JsonNode body) {
    String type = body.path("schemaType").asText("AVRO").toUpperCase(Locale.ROOT);
    if (!type.equals("AVRO")) {
      return unusable("schema type " + type + " is not offered here, only AVRO");
    }
    if (!body.path("references").isEmpty()) {
      return unusable("references are not offered here; put the named types into the schema");
    }
    String text = body.path("schema").asText("");
    if (text.isEmpty()) {
      return unusable("the body has no schema");
    }
    try {
      return new Usable(new Schema.Parser().parse(text));
    } catch (AvroRuntimeException e) {
      return unusable(String.valueOf(e.getMessage()));
    }
  }

  private static ProposedSchema unusable(String why) {
    return new Unusable(RegistryReply.Refusal.invalidSchema(why));
  }
}
