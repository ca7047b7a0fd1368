package dev.sluice.dialects.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Recorded Converse requests as a caller of Anthropic's dialect says them. */
public final class AnthropicWords {
  private AnthropicWords() {}

  public static ObjectNode request(JsonNode converse) {
    ObjectNode asked = JsonNodeFactory.instance.objectNode().put("model", "m");
    asked.put("max_tokens", 4096);
    if (!converse.path("system").isEmpty()) {
      asked.set("system", blocks(converse.path("system")));
    }
    for (JsonNode message : converse.path("messages")) {
      ObjectNode turn = asked.withArray("/messages").addObject();
      turn.set("role", message.path("role"));
      turn.set("content", blocks(message.path("content")));
    }
    tools(converse.path("toolConfig"), asked);
    JsonNode inference = converse.path("inferenceConfig");
    if (inference.has("temperature")) {
      asked.set("temperature", inference.path("temperature"));
    }
    JsonNode additional = converse.path("additionalModelRequestFields");
    if (additional.has("thinking")) {
      asked.set("thinking", additional.path("thinking"));
    }
    if (additional.has("reasoningConfig")) {
      // low, in tokens
      asked.putObject("thinking").put("type", "enabled").put("budget_tokens", 1024);
    }
    if (additional.at("/inferenceConfig/topK").isInt()) {
      asked.set("top_k", additional.at("/inferenceConfig/topK"));
    }
    return asked;
  }

  private static void tools(JsonNode config, ObjectNode asked) {
    for (JsonNode tool : config.path("tools")) {
      ArrayNode tools = asked.withArray("/tools");
      if (tool.has("cachePoint")) {
        cached(tools);
        continue;
      }
      ObjectNode given = tools.addObject();
      JsonNode spec = tool.path("toolSpec");
      given.set("name", spec.path("name"));
      if (spec.has("description")) {
        given.set("description", spec.path("description"));
      }
      given.set("input_schema", spec.at("/inputSchema/json"));
    }
    for (String choice : new String[] {"any", "auto"}) {
      if (config.path("toolChoice").has(choice)) {
        asked.putObject("tool_choice").put("type", choice);
      }
    }
  }

  private static void cached(ArrayNode blocks) {
    ((ObjectNode) blocks.get(blocks.size() - 1))
        .putObject("cache_control")
        .put("type", "ephemeral");
  }

  private static ArrayNode blocks(JsonNode content) {
    ArrayNode blocks = JsonNodeFactory.instance.arrayNode();
    for (JsonNode block : content) {
      if (block.has("cachePoint")) {
        cached(blocks);
      } else {
        block(block, blocks.addObject());
      }
    }
    return blocks;
  }

  private static void block(JsonNode block, ObjectNode out) {
    if (block.has("text")) {
      out.put("type", "text").set("text", block.path("text"));
    } else if (block.has("image")) {
      source(out.put("type", "image"), block.path("image"), "image/");
    } else if (block.has("document")) {
      out.put("type", "document").set("title", block.at("/document/name"));
      byte[] bytes = Base64.getDecoder().decode(block.at("/document/source/bytes").asText());
      out.putObject("source")
          .put("type", "text")
          .put("media_type", "text/plain")
          .put("data", new String(bytes, StandardCharsets.UTF_8));
    } else if (block.has("toolUse")) {
      out.put("type", "tool_use").set("id", block.at("/toolUse/toolUseId"));
      out.set("name", block.at("/toolUse/name"));
      out.set("input", block.at("/toolUse/input"));
    } else if (block.has("toolResult")) {
      out.put("type", "tool_result").set("tool_use_id", block.at("/toolResult/toolUseId"));
      out.set("content", blocks(block.at("/toolResult/content")));
    } else {
      throw new IllegalStateException(block.toString());
    }
  }

  private static void source(ObjectNode out, JsonNode media, String type) {
    out.putObject("source")
        .put("type", "base64")
        .put("media_type", type + media.path("format").asText())
        .set("data", media.at("/source/bytes"));
  }

  /**
   * One form for requests that mean the same, without what callers have no words for: guarded
   * content is plain, and there is no guardrail.
   */
  public static ObjectNode plain(JsonNode converse) {
    ObjectNode plain = converse.deepCopy();
    plain.remove("guardrailConfig");
    for (String field : new String[] {"inferenceConfig", "system"}) {
      if (plain.path(field).isEmpty()) {
        plain.remove(field);
      }
    }
    if (plain.at("/toolConfig/toolChoice").has("auto")) {
      ((ObjectNode) plain.path("toolConfig")).remove("toolChoice");
    }
    for (JsonNode message : plain.path("messages")) {
      ArrayNode content = JsonNodeFactory.instance.arrayNode();
      for (JsonNode block : message.path("content")) {
        if (block.has("guardContent")) {
          content.addObject().set("text", block.at("/guardContent/text/text"));
        } else if (!block.has("text") || !block.path("text").asText().isBlank()) {
          content.add(block);
        }
      }
      ((ObjectNode) message).set("content", content);
    }
    return plain;
  }
}
