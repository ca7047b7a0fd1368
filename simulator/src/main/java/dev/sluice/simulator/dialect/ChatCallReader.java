package dev.sluice.simulator.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.simulator.bill.Tokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the body of a chat call of one of OpenAI's dialects or Anthropic's in one pass, without
 * building a tree. Fields of an unexpected type are passed over; only a body that is no JSON object
 * is refused. Immutable.
 */
public final class ChatCallReader implements CallReader {
  /** As real providers have it; more would be work without a bound. */
  private static final int MOST_CHOICES = 128;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  /** As OpenAI, Cohere and Mistral say it. */
  private static final Set<String> ANY_TOOL = Set.of("required", "REQUIRED", "any");

  private static final ObjectMapper TREES = new ObjectMapper();

  private final Tokenizer tokenizer;

  public ChatCallReader(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** What came of reading. */
  public sealed interface Outcome {
    /** A call, perhaps an incomplete one. */
    record Read(ChatCall call) implements Outcome {}

    /** The body is not a JSON object; the text says why. */
    record Unreadable(String why) implements Outcome {}
  }

  @Override
  public Outcome read(String uri, byte[] body) {
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return new Outcome.Unreadable("the body must be a JSON object");
      }
      Fields fields = new Fields(new PromptReader(tokenizer));
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        fields.read(name, json);
      }
      if (fields.choices > MOST_CHOICES) {
        return new Outcome.Unreadable("'n' is at most " + MOST_CHOICES);
      }
      return new Outcome.Read(fields.toCall(body.length));
    } catch (IOException e) {
      return new Outcome.Unreadable("the body is not valid JSON");
    }
  }

  private static final class Fields {
    private final PromptReader prompt;
    private final List<String> tools = new ArrayList<>(0);
    private Map<String, String> metadata = Map.of();
    private String model = "";
    private boolean stream;
    private boolean usageInStream;
    private int choices = 1;
    private int maxOutput;
    private String forced = "";
    private String sample = "";

    Fields(PromptReader prompt) {
      this.prompt = prompt;
    }

    void read(String name, JsonParser json) throws IOException {
      switch (name) {
        case "model" -> model = text(json);
        case "stream" -> stream = flag(json);
        case "stream_options" -> usageInStream = flagInside(json, "include_usage");
        case "n" -> choices = Math.max(1, number(json));
        case "max_tokens", "max_completion_tokens", "max_output_tokens" ->
            maxOutput = Math.max(0, number(json));
        case "metadata" -> metadata = scalars(json);
        case "messages" -> prompt.readMessages(json);
        case "input" -> prompt.readInput(json);
        case "system", "instructions" -> prompt.readSystem(json);
        case "tools" -> prompt.readTools(json, tools);
        case "tool_choice" -> forced = forcedTool(json);
        case "response_format", "output_config", "text" ->
            sample = SchemaSample.of(schema(TREES.readTree(json)));
        default -> json.skipChildren();
      }
    }

    ChatCall toCall(int bytes) {
      String forcedTool = forced;
      if (forced.equals("*")) {
        forcedTool = tools.isEmpty() ? "" : tools.getFirst();
      }
      Ask ask = new Ask(stream, usageInStream, choices, maxOutput, tools, forcedTool, sample);
      return new ChatCall(model, prompt.messages(), bytes, ask, prompt.toPrompt(metadata));
    }
  }

  /** Where OpenAI, its responses, Anthropic and Cohere have the schema of an answer. */
  private static JsonNode schema(JsonNode format) {
    for (String place :
        List.of("/json_schema/schema", "/format/schema", "/json_schema", "/schema")) {
      if (format.at(place).isObject()) {
        return format.at(place);
      }
    }
    return MissingNode.getInstance();
  }

  private static String text(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    json.skipChildren();
    return "";
  }

  private static boolean flag(JsonParser json) throws IOException {
    json.skipChildren();
    return json.currentToken() == JsonToken.VALUE_TRUE;
  }

  private static int number(JsonParser json) throws IOException {
    if (json.currentToken().isNumeric()) {
      return (int) Math.clamp(json.getDoubleValue(), 0, Integer.MAX_VALUE);
    }
    json.skipChildren();
    return 0;
  }

  private static boolean flagInside(JsonParser json, String wanted) throws IOException {
    return "true".equals(scalars(json).get(wanted));
  }

  /** The name of the tool that must be called, {@code *} for any of them, empty for none. */
  private static String forcedTool(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return ANY_TOOL.contains(json.getText()) ? "*" : "";
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return "";
    }
    String type = "";
    String name = "";
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "type" -> type = text(json);
        case "name" -> name = text(json);
        case "function" -> name = scalars(json).getOrDefault("name", "");
        default -> json.skipChildren();
      }
    }
    return type.equals("any") ? "*" : name;
  }

  /** The scalar fields of an object as text; anything else gives an empty map. */
  private static Map<String, String> scalars(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return Map.of();
    }
    Map<String, String> found = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (value.isScalarValue()) {
        found.put(name, json.getText());
      } else {
        json.skipChildren();
      }
    }
    String nested = found.getOrDefault("user_id", "");
    if (nested.startsWith("{")) {
      found.putAll(scalarsOf(nested));
    }
    return found;
  }

  private static Map<String, String> scalarsOf(String nested) {
    try (JsonParser json = JSON.createParser(nested)) {
      json.nextToken();
      return scalars(json);
    } catch (IOException e) {
      return Map.of();
    }
  }
}
