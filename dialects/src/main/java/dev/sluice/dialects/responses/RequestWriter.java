package dev.sluice.dialects.responses;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.Message;
import dev.sluice.schemas.chat.Reasoning;
import dev.sluice.schemas.chat.ReasoningMode;
import dev.sluice.schemas.chat.Sampling;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes one request. A request that was read from this dialect is written as it was, but for
 * model, output limit and streaming, and for {@code store}: the provider is to keep nothing.
 */
final class RequestWriter {
  /** Fields that OpenAI's chat completions have under the same name. */
  private static final Set<String> SHARED =
      Set.of("prompt_cache_key", "prompt_cache_retention", "safety_identifier");

  private static final String ENCRYPTED = "[\"reasoning.encrypted_content\"]";

  private final CanonicalRequest request;
  private final ProviderCall call;
  private final boolean same;
  private final boolean ofChat;
  private final Set<String> dropped = new LinkedHashSet<>();
  private final JsonText out = new JsonText(2048);

  RequestWriter(CanonicalRequest request, ProviderCall call) {
    this.request = request;
    this.call = call;
    this.same = request.getDialect().equals(ResponsesDialect.NAME);
    this.ofChat = request.getDialect().equals(OpenAiDialect.NAME);
  }

  WrittenRequest write() {
    out.object().field("model", call.model());
    if (!request.getSystem().isEmpty()) {
      out.field("instructions", ContentWriter.joined(request.getSystem()));
    }
    var items = new ItemWriter(out, same, false, dropped);
    out.array("input");
    for (Message message : request.getMessages()) {
      items.write(message);
    }
    out.endArray();
    var tools = new ToolWriter(out, same, dropped);
    tools.writeTools(request);
    tools.writeChoice(request.getToolChoice());
    out.fieldIfSet("parallel_tool_calls", request.getParallelToolCalls());
    text(tools);
    sampling();
    Long limit = call.outputLimit() == null ? request.getMaxOutputTokens() : call.outputLimit();
    out.fieldIfSet("max_output_tokens", limit);
    reasoning();
    who();
    out.field("store", false);
    if (call.stream() || request.getStream() != null) {
      out.field("stream", call.stream());
    }
    extras();
    return new WrittenRequest(out.endObject().bytes(), List.copyOf(dropped));
  }

  private void text(ToolWriter tools) {
    Map<String, String> others = new LinkedHashMap<>();
    String given = same ? request.getExtras().get("text") : null;
    if (given != null && given.startsWith("{")) {
      others.putAll(fields(given));
    }
    String verbosity = ofChat ? request.getExtras().get("verbosity") : null;
    if (verbosity != null && verbosity.startsWith("\"")) {
      others.put("verbosity", verbosity);
    }
    tools.writeText(request.getResponseFormat(), others);
  }

  private static Map<String, String> fields(String object) {
    try (JsonCursor in = JsonCursor.ofValue(object)) {
      return in.rawFields();
    } catch (IOException e) {
      return Map.of(); // put together by the reader of this dialect
    }
  }

  private void sampling() {
    Sampling sampling = request.getSampling();
    if (sampling == null) {
      return;
    }
    out.fieldIfSet("temperature", sampling.getTemperature());
    out.fieldIfSet("top_p", sampling.getTopP());
    if (same) {
      out.fieldIfSet("top_logprobs", sampling.getTopLogprobs());
    } else {
      drop("top_logprobs", sampling.getTopLogprobs());
    }
    drop("top_k", sampling.getTopK());
    drop("frequency_penalty", nonZero(sampling.getFrequencyPenalty()));
    drop("presence_penalty", nonZero(sampling.getPresencePenalty()));
    drop("seed", sampling.getSeed());
    drop("stop", sampling.getStop().isEmpty() ? null : sampling.getStop());
    drop("logprobs", Boolean.TRUE.equals(sampling.getLogprobs()) ? Boolean.TRUE : null);
    drop("logit_bias", sampling.getLogitBias());
    Integer n = sampling.getN();
    drop("n", n != null && n > 1 ? n : null);
  }

  private static @Nullable Double nonZero(@Nullable Double number) {
    return number == null || number == 0 ? null : number;
  }

  private void drop(String name, @Nullable Object value) {
    if (value != null) {
      dropped.add(name);
    }
  }

  private void reasoning() {
    Reasoning wish = request.getReasoning();
    if (wish == null) {
      return;
    }
    String effort = same ? wish.getEffort() : effort(wish);
    if (effort == null && summary(wish) == null && !same) {
      return;
    }
    out.object("reasoning").fieldIfSet("effort", effort);
    if (same) {
      out.fieldIfSet("summary", wish.getSummary()).rawFields(wish.getExtras());
    } else {
      out.fieldIfSet("summary", summary(wish));
    }
    out.endObject();
    if (!same && !"none".equals(effort)) {
      out.rawField("include", ENCRYPTED);
    }
  }

  /** Dialects that turn reasoning on want to see it; those that say an effort do not. */
  private static @Nullable String summary(Reasoning wish) {
    boolean shown =
        wish.getMode() == ReasoningMode.ENABLED || wish.getMode() == ReasoningMode.ADAPTIVE;
    return wish.getSummary() == null && shown ? "auto" : wish.getSummary();
  }

  private static @Nullable String effort(Reasoning wish) {
    String effort = wish.getEffort();
    if (effort != null) {
      return effort.equals("max") ? "xhigh" : effort;
    }
    Long budget = wish.getBudgetTokens();
    if (wish.getMode() != ReasoningMode.ENABLED || budget == null) {
      return null;
    }
    if (budget <= 2048) {
      return "low";
    }
    return budget <= 8192 ? "medium" : "high";
  }

  private void who() {
    String user = request.getEndUser();
    if (!same || !request.getExtras().containsKey("safety_identifier")) {
      out.fieldIfSet("user", user);
    }
    if (same || ofChat) {
      out.rawFieldIfSet("metadata", request.getMetadata());
      out.fieldIfSet("service_tier", request.getServiceTier());
    } else {
      drop("metadata", user == null ? request.getMetadata() : null);
      drop("service_tier", request.getServiceTier());
    }
    List<String> modalities = request.getModalities();
    drop("modalities", List.of("text").equals(modalities) ? null : modalities);
  }

  private void extras() {
    for (Map.Entry<String, String> extra : request.getExtras().entrySet()) {
      String name = extra.getKey();
      String value = extra.getValue();
      boolean written = same || (ofChat && SHARED.contains(name));
      if (written && !replaced(name)) {
        out.rawField(name, value);
      } else if (!written && !value.equals("null") && !understood(name)) {
        dropped.add(name);
      }
    }
  }

  /** Extras that have been written above, or would say otherwise. */
  private boolean replaced(String name) {
    return switch (name) {
      case "stream" -> call.stream();
      case "text" -> true;
      case "max_output_tokens" -> call.outputLimit() != null;
      default -> false;
    };
  }

  private boolean understood(String name) {
    return ofChat
        && (name.equals("verbosity") || name.equals("store") || name.equals("stream_options"));
  }
}
