package dev.sluice.dialects.openai;

import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.Reasoning;
import dev.sluice.schemas.chat.ReasoningMode;
import dev.sluice.schemas.chat.Sampling;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one request; for one body. */
final class RequestReader {
  private final JsonCursor in;
  private final Problems problems = new Problems();
  private final CanonicalRequest request = Canonical.request(OpenAiDialect.NAME);
  private final Sampling sampling = Canonical.sampling();
  private final Bag extras = new Bag();
  private final Values values;
  private final MessageReader messages;
  private final ToolReader tools;
  private @Nullable Reasoning reasoning;
  private @Nullable String modelName;
  private boolean messagesGiven;
  private boolean sampled;

  RequestReader(JsonCursor in) {
    this.in = in;
    this.values = new Values(in, problems);
    this.messages = new MessageReader(in, problems);
    this.tools = new ToolReader(in, problems);
  }

  ReadRequest read() throws IOException {
    while (in.nextField()) {
      String field = in.field();
      if (in.isNull() && !required(field)) {
        extras.put(field, "null");
      } else {
        field(field);
      }
    }
    in.end();
    if (modelName == null && problems.none()) {
      problems.add(null, "you must provide a model parameter", null);
    }
    if (!messagesGiven && problems.none()) {
      problems.missing("messages");
    }
    if (!problems.none()) {
      return new ReadRequest.Refused(problems.errors());
    }
    if (sampled) {
      request.setSampling(sampling);
    }
    request.setReasoning(reasoning);
    request.setExtras(extras.fields());
    return new ReadRequest.Parsed(request);
  }

  private static boolean required(String field) {
    return field.equals("model") || field.equals("messages");
  }

  private void field(String field) throws IOException {
    switch (field) {
      case "model" -> model();
      case "messages" -> {
        messagesGiven = true;
        messages.read(request.getMessages());
      }
      case "tools" -> {
        request.setToolsGiven(true);
        tools.readAll(request.getTools());
      }
      case "tool_choice" -> request.setToolChoice(tools.readChoice());
      case "parallel_tool_calls" -> request.setParallelToolCalls(values.bool(field));
      case "response_format" -> request.setResponseFormat(tools.readFormat());
      case "max_tokens", "max_completion_tokens" -> limit(field);
      case "stream" -> request.setStream(values.bool(field));
      case "stream_options" -> streamOptions();
      case "logit_bias" -> {
        sampled = true;
        sampling.setLogitBias(values.objectText(field));
      }
      case "metadata" -> request.setMetadata(values.objectText(field));
      case "user" -> request.setEndUser(values.string(field));
      case "service_tier" -> request.setServiceTier(values.string(field));
      case "modalities" -> request.setModalities(values.strings(field));
      case "reasoning_effort", "thinking", "reasoning" -> reasoning(field);
      default -> sampling(field);
    }
  }

  private void sampling(String field) throws IOException {
    sampled = true;
    switch (field) {
      case "temperature" -> sampling.setTemperature(values.decimal(field));
      case "top_p" -> sampling.setTopP(values.decimal(field));
      case "top_k" -> sampling.setTopK(values.integer(field, -1));
      case "frequency_penalty" -> sampling.setFrequencyPenalty(values.decimal(field));
      case "presence_penalty" -> sampling.setPresencePenalty(values.decimal(field));
      case "seed" -> sampling.setSeed(values.integer(field, Long.MIN_VALUE));
      case "n" -> sampling.setN(values.small(field, 1));
      case "logprobs" -> sampling.setLogprobs(values.bool(field));
      case "top_logprobs" -> sampling.setTopLogprobs(values.small(field, 0));
      case "stop" -> stop();
      default -> extras.keep(in);
    }
  }

  private void model() throws IOException {
    if (in.isString()) {
      modelName = in.string();
      request.setModel(modelName);
    } else {
      problems.wrongType(in, "model", "a string");
    }
  }

  private void limit(String field) throws IOException {
    Long limit = values.integer(field, 1);
    Long other = request.getMaxOutputTokens();
    if (limit == null) {
      return;
    }
    if (other != null && field.equals("max_tokens")) {
      extras.put(field, limit.toString());
      return;
    }
    if (other != null) {
      extras.put("max_tokens", other.toString());
    }
    request.setMaxOutputTokens(limit);
    request.setMaxOutputField(field);
  }

  private void streamOptions() throws IOException {
    if (!in.isObject()) {
      problems.wrongType(in, "stream_options", "an object");
      return;
    }
    var others = new Bag();
    problems.enter("stream_options");
    while (in.nextField()) {
      String field = in.field();
      if (field.equals("include_usage") && !in.isNull()) {
        request.setIncludeUsage(values.bool(field));
      } else {
        others.put(field, in.raw());
      }
    }
    problems.leave();
    if (request.getIncludeUsage() == null && others.fields().isEmpty()) {
      extras.put("stream_options", "{}");
    }
    request.setStreamExtras(others.fields());
  }

  private void stop() throws IOException {
    if (in.isString()) {
      sampling.setStop(List.of(in.string()));
      sampling.setStopForm(ContentForm.STRING);
      return;
    }
    List<String> stops = in.isArray() ? in.strings() : null;
    if (stops == null) {
      problems.wrongType(in, "stop", "one of a string or array of strings");
    } else {
      sampling.setStop(stops);
      sampling.setStopForm(ContentForm.PARTS);
    }
  }

  /**
   * Three ways to ask for reasoning are in use: OpenAI's word, OpenRouter's object, and the object
   * of Anthropic that DeepSeek and Z.AI take too. Each is kept as it was beside what it means.
   */
  private void reasoning(String field) throws IOException {
    Reasoning wish = reasoning;
    if (wish == null) {
      wish = Canonical.reasoning();
      wish.setExtras(new LinkedHashMap<>());
      reasoning = wish;
    }
    Map<String, String> kept = wish.getExtras();
    if (field.equals("reasoning_effort")) {
      if (in.isString()) {
        wish.setEffort(in.string());
        kept.put(field, in.raw());
      } else {
        problems.wrongType(in, field, "a string");
      }
    } else if (in.isObject()) {
      String raw = in.raw();
      kept.put(field, raw);
      reasoningObject(wish, raw);
    } else {
      kept.put(field, in.raw());
    }
  }

  private static void reasoningObject(Reasoning wish, String raw) throws IOException {
    try (JsonCursor object = JsonCursor.ofValue(raw)) {
      while (object.nextField()) {
        switch (object.field()) {
          case "effort" -> wish.setEffort(object.stringOrSkip());
          case "summary" -> wish.setSummary(object.stringOrSkip());
          case "max_tokens", "budget_tokens" -> wish.setBudgetTokens(object.longOrSkip());
          case "enabled" -> {
            wish.setMode(object.bool() ? ReasoningMode.ENABLED : ReasoningMode.DISABLED);
            object.skip();
          }
          case "type" -> wish.setMode(mode(object.stringOrSkip()));
          default -> object.skip();
        }
      }
    }
  }

  private static ReasoningMode mode(@Nullable String type) {
    return switch (type == null ? "" : type) {
      case "enabled" -> ReasoningMode.ENABLED;
      case "adaptive" -> ReasoningMode.ADAPTIVE;
      case "disabled" -> ReasoningMode.DISABLED;
      default -> ReasoningMode.UNSPECIFIED;
    };
  }
}
