package dev.sluice.proofs.stock;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ClientException;
import com.google.genai.errors.ServerException;
import com.google.genai.types.AutomaticFunctionCallingConfig;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.FunctionResponse;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.Part;
import com.google.genai.types.Schema;
import com.google.genai.types.Tool;
import com.google.genai.types.Type;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Google's own. */
final class GoogleLibrary implements Library {
  private static final Pattern NAME = Pattern.compile("\"name\":\\s*\"([^\"]*)\"");

  private final Client client;

  GoogleLibrary(String root, String key, int retries) {
    HttpRetryOptions.Builder again = HttpRetryOptions.builder().attempts(retries + 1);
    if (retries == 0) {
      again.initialDelay(0.01).maxDelay(0.02); // it waits even where it does not ask again
    }
    client =
        Client.builder()
            .apiKey(key)
            .vertexAI(false)
            .httpOptions(
                HttpOptions.builder()
                    .baseUrl(root)
                    .timeout(20_000)
                    .retryOptions(again.build())
                    .build())
            .build();
  }

  private static GenerateContentConfig.Builder config() {
    return GenerateContentConfig.builder().maxOutputTokens(100);
  }

  private static Said said(String text, GenerateContentResponse last) {
    var usage = last.usageMetadata().orElseThrow();
    return new Said(
        text, usage.promptTokenCount().orElse(0), usage.candidatesTokenCount().orElse(0));
  }

  private static String text(GenerateContentResponse response) {
    String text = response.text();
    return text == null ? "" : text;
  }

  @Override
  public Said chat(String model, String prompt) {
    GenerateContentResponse response =
        client.models.generateContent(
            model,
            prompt,
            config().systemInstruction(Content.fromParts(Part.fromText("Be short."))).build());
    return said(text(response), response);
  }

  @Override
  public Said stream(String model, String prompt) {
    var text = new StringBuilder();
    GenerateContentResponse last = GenerateContentResponse.builder().build();
    try (ResponseStream<GenerateContentResponse> pieces =
        client.models.generateContentStream(model, prompt, config().build())) {
      for (GenerateContentResponse piece : pieces) {
        text.append(text(piece));
        last = piece;
      }
    }
    return said(text.toString(), last);
  }

  @Override
  public Said image(String model, String prompt, byte[] png) {
    Content content = Content.fromParts(Part.fromText(prompt), Part.fromBytes(png, "image/png"));
    GenerateContentResponse response =
        client.models.generateContent(model, content, config().build());
    return said(text(response), response);
  }

  @Override
  public String structured(String model, String prompt) {
    Schema schema =
        Schema.builder()
            .type(Type.Known.OBJECT)
            .properties(
                Map.of(
                    "name", Schema.builder().type(Type.Known.STRING).build(),
                    "people", Schema.builder().type(Type.Known.INTEGER).build()))
            .required("name", "people")
            .build();
    GenerateContentConfig config =
        config().responseMimeType("application/json").responseSchema(schema).build();
    Matcher name = NAME.matcher(text(client.models.generateContent(model, prompt, config)));
    return name.find() ? name.group(1) : "";
  }

  @Override
  public ToolLoop tools(String model, String prompt) {
    FunctionDeclaration declared =
        FunctionDeclaration.builder()
            .name(ToolLoop.TOOL)
            .description("Looks something up.")
            .parametersJsonSchema(
                Map.of("type", "object", "properties", Map.of("text", Map.of("type", "string"))))
            .build();
    GenerateContentConfig config =
        config()
            .tools(Tool.builder().functionDeclarations(declared).build())
            .automaticFunctionCalling(
                AutomaticFunctionCallingConfig.builder().disable(true).build())
            .build();
    List<Content> turns = new ArrayList<>();
    turns.add(Content.builder().role("user").parts(Part.fromText(prompt)).build());
    List<String> calls = new ArrayList<>();
    while (true) {
      GenerateContentResponse response = client.models.generateContent(model, turns, config);
      List<FunctionCall> asked = response.functionCalls();
      if (asked == null || asked.isEmpty() || calls.size() >= ToolLoop.MOST) {
        return new ToolLoop(calls, text(response));
      }
      turns.add(response.candidates().orElseThrow().getFirst().content().orElseThrow());
      List<Part> results = new ArrayList<>();
      for (FunctionCall call : asked) {
        calls.add(call.name().orElse(""));
        FunctionResponse.Builder result =
            FunctionResponse.builder()
                .name(call.name().orElse(""))
                .response(Map.of("result", "It is 42."));
        call.id().ifPresent(result::id);
        results.add(Part.builder().functionResponse(result.build()).build());
      }
      turns.add(Content.builder().role("user").parts(results).build());
    }
  }

  @Override
  public void leave(String model, String prompt) {
    try (ResponseStream<GenerateContentResponse> pieces =
        client.models.generateContentStream(model, prompt, config().build())) {
      Iterator<GenerateContentResponse> each = pieces.iterator();
      each.next();
      each.next();
    }
  }

  @Override
  public Class<? extends Exception> error(int status) {
    return status < 500 ? ClientException.class : ServerException.class;
  }

  @Override
  public void close() {
    client.close();
  }
}
