package dev.sluice.proofs.stock;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputContent;
import com.openai.models.responses.ResponseInputImage;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseInputText;
import com.openai.models.responses.ResponseStreamEvent;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** OpenAI's own, over responses. */
final class ResponsesLibrary implements Library {
  private final OpenAIClient client;

  ResponsesLibrary(String root, String key, int retries) {
    client = OpenAiLibrary.client(root, key, retries);
  }

  private static ResponseCreateParams.Builder request(String model) {
    return ResponseCreateParams.builder().model(model).maxOutputTokens(100).store(false);
  }

  private static Said said(Response response) {
    return new Said(
        text(response),
        response.usage().orElseThrow().inputTokens(),
        response.usage().orElseThrow().outputTokens());
  }

  private static String text(Response response) {
    return response.output().stream()
        .flatMap(item -> item.message().stream())
        .flatMap(message -> message.content().stream())
        .flatMap(content -> content.outputText().stream())
        .map(text -> text.text())
        .collect(Collectors.joining());
  }

  @Override
  public Said chat(String model, String prompt) {
    return said(
        client.responses().create(request(model).instructions("Be short.").input(prompt).build()));
  }

  @Override
  public Said stream(String model, String prompt) {
    ResponseAccumulator response = ResponseAccumulator.create();
    try (StreamResponse<ResponseStreamEvent> events =
        client.responses().createStreaming(request(model).input(prompt).build())) {
      events.stream().forEach(response::accumulate);
    }
    return said(response.response());
  }

  @Override
  public Said image(String model, String prompt, byte[] png) {
    String url = "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    EasyInputMessage message =
        EasyInputMessage.builder()
            .role(EasyInputMessage.Role.USER)
            .contentOfResponseInputMessageContentList(
                List.of(
                    ResponseInputContent.ofInputText(
                        ResponseInputText.builder().text(prompt).build()),
                    ResponseInputContent.ofInputImage(
                        ResponseInputImage.builder()
                            .imageUrl(url)
                            .detail(ResponseInputImage.Detail.AUTO)
                            .build())))
            .build();
    return said(
        client
            .responses()
            .create(
                request(model)
                    .inputOfResponse(List.of(ResponseInputItem.ofEasyInputMessage(message)))
                    .build()));
  }

  @Override
  public String structured(String model, String prompt) {
    return client
        .responses()
        .create(request(model).input(prompt).text(City.class).build())
        .output()
        .stream()
        .flatMap(item -> item.message().stream())
        .flatMap(message -> message.content().stream())
        .flatMap(content -> content.outputText().stream())
        .findFirst()
        .orElseThrow()
        .name;
  }

  @Override
  public ToolLoop tools(String model, String prompt) {
    ResponseCreateParams.Builder params =
        request(model)
            .addTool(
                FunctionTool.builder()
                    .name(ToolLoop.TOOL)
                    .strict(false)
                    .parameters(
                        FunctionTool.Parameters.builder()
                            .putAdditionalProperty("type", JsonValue.from("object"))
                            .putAdditionalProperty(
                                "properties",
                                JsonValue.from(Map.of("text", Map.of("type", "string"))))
                            .build())
                    .build());
    List<ResponseInputItem> turns = new ArrayList<>();
    turns.add(
        ResponseInputItem.ofEasyInputMessage(
            EasyInputMessage.builder().role(EasyInputMessage.Role.USER).content(prompt).build()));
    List<String> calls = new ArrayList<>();
    while (true) {
      Response response = client.responses().create(params.inputOfResponse(turns).build());
      List<ResponseFunctionToolCall> asked =
          response.output().stream().flatMap(item -> item.functionCall().stream()).toList();
      if (asked.isEmpty() || calls.size() >= ToolLoop.MOST) {
        return new ToolLoop(calls, text(response));
      }
      for (ResponseFunctionToolCall call : asked) {
        calls.add(call.name());
        turns.add(ResponseInputItem.ofFunctionCall(call));
        turns.add(
            ResponseInputItem.ofFunctionCallOutput(
                ResponseInputItem.FunctionCallOutput.builder()
                    .callId(call.callId())
                    .output("It is 42.")
                    .build()));
      }
    }
  }

  @Override
  public void leave(String model, String prompt) {
    try (StreamResponse<ResponseStreamEvent> events =
        client.responses().createStreaming(request(model).input(prompt).build())) {
      Iterator<ResponseStreamEvent> each = events.stream().iterator();
      while (each.hasNext() && !each.next().isOutputTextDelta()) {
        // up to the first words
      }
    }
  }

  @Override
  public Class<? extends Exception> error(int status) {
    return OpenAiLibrary.errorType(status);
  }

  @Override
  public boolean heedsRetryAfter() {
    return true;
  }

  @Override
  public void close() {
    client.close();
  }
}
