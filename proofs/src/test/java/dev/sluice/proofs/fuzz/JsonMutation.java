package dev.sluice.proofs.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes a JSON document in places chosen by chance, so that it stays JSON. */
final class JsonMutation {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> WORDS =
      List.of(
          "",
          " ",
          "null",
          "assistant",
          "user",
          "tool",
          "system",
          "text",
          "image_url",
          "\u0000",
          "\ud83d\ude00",
          "\ud800",
          "\u202e",
          "../../etc/passwd",
          "'; drop table",
          "%00%ff",
          "{}",
          "data:image/png;base64,AAAA",
          "https://nowhere.invalid/x.png",
          "openai/gpt-4o-mini",
          "x".repeat(5_000));
  private static final List<String> FIELDS =
      List.of(
          "model",
          "messages",
          "role",
          "content",
          "type",
          "text",
          "tools",
          "tool_choice",
          "tool_calls",
          "tool_call_id",
          "function",
          "name",
          "arguments",
          "response_format",
          "stream",
          "stream_options",
          "n",
          "max_tokens",
          "temperature",
          "stop",
          "seed",
          "metadata",
          "user",
          "logit_bias",
          "reasoning_effort",
          "thinking",
          "modalities",
          "audio",
          "extra",
          "");

  private final Random random;

  JsonMutation(Random random) {
    this.random = random;
  }

  /** The document with one to five changes. */
  String of(String document) {
    JsonNode root;
    try {
      root = JSON.readTree(document);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      change(root);
    }
    return root.toString();
  }

  private void change(JsonNode root) {
    List<JsonNode> containers = new ArrayList<>();
    collect(root, containers);
    JsonNode chosen = containers.get(random.nextInt(containers.size()));
    if (chosen instanceof ObjectNode object) {
      change(object);
    } else if (chosen instanceof ArrayNode array) {
      change(array);
    }
  }

  private void change(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    if (names.isEmpty() || random.nextInt(4) == 0) {
      object.set(FIELDS.get(random.nextInt(FIELDS.size())), value(2));
      return;
    }
    String name = names.get(random.nextInt(names.size()));
    switch (random.nextInt(5)) {
      case 0 -> object.remove(name);
      case 1 -> {
        JsonNode moved = object.remove(name);
        object.set(FIELDS.get(random.nextInt(FIELDS.size())), moved);
      }
      default -> object.set(name, value(3));
    }
  }

  private void change(ArrayNode array) {
    if (array.isEmpty() || random.nextInt(3) == 0) {
      array.add(value(3));
      return;
    }
    int at = random.nextInt(array.size());
    switch (random.nextInt(4)) {
      case 0 -> array.remove(at);
      case 1 -> array.insert(at, array.get(at).deepCopy());
      default -> array.set(at, value(3));
    }
  }

  private JsonNode value(int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 8)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2 -> NODES.numberNode(random.nextInt(5) - 1);
      case 3 -> NODES.numberNode(random.nextLong());
      case 4 -> NODES.numberNode(new BigInteger(200, random));
      case 5 -> NODES.numberNode(new BigDecimal("1e" + random.nextInt(400)));
      case 6, 7 -> NODES.textNode(WORDS.get(random.nextInt(WORDS.size())));
      case 8 -> {
        ArrayNode array = NODES.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(value(depth - 1));
        }
        yield array;
      }
      default -> {
        ObjectNode object = NODES.objectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          object.set(FIELDS.get(random.nextInt(FIELDS.size())), value(depth - 1));
        }
        yield object;
      }
    };
  }

  private static void collect(JsonNode node, List<JsonNode> into) {
    if (node.isContainerNode()) {
      into.add(node);
      node.forEach(child -> collect(child, into));
    }
  }
}
