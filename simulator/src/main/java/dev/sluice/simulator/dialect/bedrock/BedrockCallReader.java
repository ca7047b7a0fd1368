package dev.sluice.simulator.dialect.bedrock;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.simulator.bill.Tokenizer;
import dev.sluice.simulator.dialect.Ask;
import dev.sluice.simulator.dialect.CallReader;
import dev.sluice.simulator.dialect.ChatCall;
import dev.sluice.simulator.dialect.ChatCallReader.Outcome;
import dev.sluice.simulator.dialect.SchemaSample;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a call: the model and whether to stream are in its path, the rest in its body. */
final class BedrockCallReader implements CallReader {

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .build();
  private static final String MODEL = "/model/";

  private final Tokenizer tokenizer;
  private final boolean streamed;

  BedrockCallReader(Tokenizer tokenizer, boolean streamed) {
    this.tokenizer = tokenizer;
    this.streamed = streamed;
  }

  @Override
  public Outcome read(String uri, byte[] body) {
    JsonNode request;
    try {
      request = JSON.readTree(body);
    } catch (IOException e) {
      return new Outcome.Unreadable("Malformed input request: the body is not valid JSON.");
    }
    if (!request.isObject()) {
      return new Outcome.Unreadable("Malformed input request: the body is not an object.");
    }
    String model = model(uri);
    return new Outcome.Read(
        new ChatCall(
            model,
            request.path("messages").size(),
            body.length,
            ask(request),
            new BedrockPrompt(tokenizer).read(request),
            Complaints.about(request, model).orElse("")));
  }

  /** A slash of an ARN has to be escaped, for otherwise the path would be another one. */
  private static String model(String uri) {
    int from = uri.indexOf(MODEL);
    int to = uri.lastIndexOf("/converse");
    if (from < 0 || to < from + MODEL.length()) {
      return "";
    }
    String name = uri.substring(from + MODEL.length(), to).replace("+", "%2B");
    return name.indexOf('/') >= 0 ? "" : URLDecoder.decode(name, StandardCharsets.UTF_8);
  }

  private Ask ask(JsonNode request) {
    List<String> tools = new ArrayList<>(0);
    for (JsonNode tool : request.at("/toolConfig/tools")) {
      if (tool.has("toolSpec")) {
        tools.add(tool.at("/toolSpec/name").asText());
      }
    }
    JsonNode choice = request.at("/toolConfig/toolChoice");
    String forced = choice.at("/tool/name").asText();
    if (choice.has("any") && !tools.isEmpty()) {
      forced = tools.getFirst();
    }
    int limit = request.at("/inferenceConfig/maxTokens").asInt();
    return new Ask(streamed, true, 1, Math.max(0, limit), tools, forced, sample(request));
  }

  /** The schema is text in the document. */
  private static String sample(JsonNode request) {
    JsonNode schema = request.at("/outputConfig/textFormat/structure/jsonSchema/schema");
    try {
      return SchemaSample.of(JSON.readTree(schema.asText()));
    } catch (IOException e) {
      return "";
    }
  }
}
