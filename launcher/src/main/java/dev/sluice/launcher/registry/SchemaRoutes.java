package dev.sluice.launcher.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.launcher.registry.RegistryReply.Answer;
import dev.sluice.launcher.registry.RegistryReply.Refusal;
import java.util.List;
import java.util.function.Function;

/** Schemas by id. */
final class SchemaRoutes {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final SchemaCatalog catalog;

  SchemaRoutes(SchemaCatalog catalog) {
    this.catalog = catalog;
  }

  RegistryReply types() {
    return new Answer(NODES.arrayNode().add("AVRO"));
  }

  RegistryReply byId(RegistryRequest request) {
    return withSchema(request, schema -> new Answer(NODES.objectNode().put("schema", schema)));
  }

  /** The schema itself as the body, not as a string in it. */
  RegistryReply schemaOnly(RegistryRequest request) {
    return withSchema(request, schema -> new Answer(tree(schema)));
  }

  RegistryReply subjects(RegistryRequest request) {
    return withSchema(
        request,
        schema -> {
          ArrayNode names = NODES.arrayNode();
          using(request).stream().map(SchemaVersion::subject).distinct().forEach(names::add);
          return new Answer(names);
        });
  }

  RegistryReply versions(RegistryRequest request) {
    return withSchema(
        request,
        schema -> {
          ArrayNode pairs = NODES.arrayNode();
          using(request)
              .forEach(
                  v -> pairs.addObject().put("subject", v.subject()).put("version", v.version()));
          return new Answer(pairs);
        });
  }

  /** Stored text as the JSON that it is. */
  static JsonNode tree(String schema) {
    try {
      return JSON.readTree(schema);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored schema is not JSON", e);
    }
  }

  private List<SchemaVersion> using(RegistryRequest request) {
    return catalog.versionsWithId(Integer.parseInt(request.part("id")), request.flag("deleted"));
  }

  private RegistryReply withSchema(
      RegistryRequest request, Function<String, RegistryReply> action) {
    String id = request.part("id");
    if (!id.matches("[0-9]{1,9}")) {
      return Refusal.schemaNotFound();
    }
    return catalog.schema(Integer.parseInt(id)).map(action).orElseGet(Refusal::schemaNotFound);
  }
}
