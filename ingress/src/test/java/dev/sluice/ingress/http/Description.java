package dev.sluice.ingress.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The description in {@code docs/}, and what it says of documents. */
final class Description {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FILE = Path.of("..", "docs", "openapi.json");
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final String TEXT = text();
  private static final JsonNode DOCUMENT = parse(TEXT);
  private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

  private Description() {}

  static String text() {
    try {
      return Files.readString(FILE, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode document() {
    return DOCUMENT;
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names of the fields that documents of a schema must have. */
  static List<String> required(String schema) {
    return DOCUMENT
        .at("/components/schemas/" + schema + "/required")
        .valueStream()
        .map(JsonNode::asText)
        .toList();
  }

  /** What is wrong with a document, by one of the schemas. */
  static List<String> problems(String schema, JsonNode document) {
    return SCHEMAS.computeIfAbsent(schema, Description::compiled).validate(document).stream()
        .map(Error::toString)
        .toList();
  }

  private static Schema compiled(String name) {
    ObjectNode root = JSON.createObjectNode();
    root.put("$ref", "#/components/schemas/" + name);
    root.set("components", DOCUMENT.path("components"));
    return REGISTRY.getSchema(root);
  }
}
