package dev.sluice.simulator.dialect.gemini;

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
import java.util.Locale;

/** Reads a call: the model and whether to stream are in its path, the rest in its body. */
final class GeminiCallReader implements CallReader {

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .build();

  private final Tokenizer tokenizer;
  private final boolean streamed;

  GeminiCallReader(Tokenizer tokenizer, boolean streamed) {
    this.tokenizer = tokenizer;
    this.streamed = streamed;
  }

  @Override
  public Outcome read(String uri, byte[] body) {
    JsonNode request;
    try {
      request = JSON.readTree(body);
    } catch (IOException e) {
      return new Outcome.Unreadable("Invalid JSON payload received.");
    }
    if (!request.isObject()) {
      return new Outcome.Unreadable(
          "Invalid JSON payload received. Root element must be a message.");
    }
    JsonNode named = CamelCase.of(request);
    var prompt = new GeminiPrompt(tokenizer);
    return new Outcome.Read(
        new ChatCall(
            model(uri),
            named.path("contents").size(),
            body.length,
            ask(named),
            prompt.read(named),
            Complaints.about(named).orElse("")));
  }

  private static String model(String uri) {
    int query = uri.indexOf('?');
    String path = query < 0 ? uri : uri.substring(0, query);
    int from = path.indexOf("/models/");
    int to = path.lastIndexOf(':');
    if (from < 0 || to < from) {
      return "";
    }
    String name = path.substring(from + "/models/".length(), to).replace("+", "%2B");
    return URLDecoder.decode(name, StandardCharsets.UTF_8);
  }

  private Ask ask(JsonNode request) {
    JsonNode config = request.path("generationConfig");
    List<String> tools = new ArrayList<>(0);
    for (JsonNode tool : request.path("tools")) {
      for (JsonNode function : tool.path("functionDeclarations")) {
        tools.add(function.path("name").asText());
      }
    }
    int choices = Math.max(1, config.path("candidateCount").asInt());
    int limit = config.path("maxOutputTokens").asInt();
    String sample =
        SchemaSample.of(config.path("responseSchema"))
            + SchemaSample.of(config.path("responseJsonSchema"));
    return new Ask(streamed, true, choices, limit, tools, forced(request, tools), sample);
  }

  private static String forced(JsonNode request, List<String> tools) {
    JsonNode calling = request.path("toolConfig").path("functionCallingConfig");
    if (!calling.path("mode").asText().toUpperCase(Locale.ROOT).equals("ANY")) {
      return "";
    }
    String allowed = calling.path("allowedFunctionNames").path(0).asText();
    boolean named = !allowed.isEmpty();
    return named || tools.isEmpty() ? allowed : tools.getFirst();
  }
}
