package dev.sluice.dialects.openai;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.Reasoning;
import dev.sluice.schemas.chat.ReasoningMode;
import dev.sluice.schemas.chat.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes one request. A request that was read from this dialect is written as it was, but for
 * model, output limit and streaming.
 */
final class RequestWriter {
  private static final String STREAM_OPTIONS = "stream_options";

  private final CanonicalRequest request;
  private final ProviderCall call;
  private final Quirks quirks;
  private final boolean same;
  private final boolean ofResponses;
  private final JsonText out = new JsonText(2048);
  private final List<String> dropped = new ArrayList<>();

  RequestWriter(CanonicalRequest request, ProviderCall call) {
    this.request = request;
    this.call = call;
    this.quirks = Quirks.of(call.provider());
    this.same = request.getDialect().equals(OpenAiDialect.NAME);
    this.ofResponses = request.getDialect().equals(OpenAiFields.RESPONSES);
  }

  WrittenRequest write() {
    out.object().field("model", call.model());
    var messages = new RequestMessages(out, quirks, same, dropped);
    messages.write(request);
    var tools = new ToolWriter(out, quirks, same, dropped);
    tools.writeTools(request);
    tools.writeChoice(request.getToolChoice());
    out.fieldIfSet("parallel_tool_calls", request.getParallelToolCalls());
    tools.writeFormat(request.getResponseFormat());
    sampling();
    limit();
    reasoning();
    stream();
    if (knows("user", request.getEndUser())) {
      out.fieldIfSet("user", request.getEndUser());
    }
    ownFields();
    if (knows("modalities", request.getModalities()) && request.getModalities() != null) {
      out.strings("modalities", request.getModalities());
    }
    extras();
    return new WrittenRequest(out.endObject().bytes(), dropped);
  }

  private void sampling() {
    Sampling sampling = request.getSampling();
    if (sampling == null) {
      return;
    }
    out.fieldIfSet("temperature", sampling.getTemperature());
    out.fieldIfSet("top_p", sampling.getTopP());
    if (!same && !quirks.topK() && sampling.getTopK() != null) {
      dropped.add("top_k");
    } else if (knows("top_k", sampling.getTopK())) {
      out.fieldIfSet("top_k", sampling.getTopK());
    }
    out.fieldIfSet("frequency_penalty", sampling.getFrequencyPenalty());
    out.fieldIfSet("presence_penalty", sampling.getPresencePenalty());
    out.fieldIfSet(quirks.wording().seed(), sampling.getSeed());
    out.fieldIfSet("n", sampling.getN());
    if (knows("logprobs", sampling.getLogprobs())) {
      out.fieldIfSet("logprobs", sampling.getLogprobs());
    }
    boolean told = same || Boolean.TRUE.equals(sampling.getLogprobs());
    if (!told && sampling.getTopLogprobs() != null) {
      dropped.add("top_logprobs");
    } else if (knows("top_logprobs", sampling.getTopLogprobs())) {
      out.fieldIfSet("top_logprobs", sampling.getTopLogprobs());
    }
    if (knows("logit_bias", sampling.getLogitBias())) {
      out.rawFieldIfSet("logit_bias", sampling.getLogitBias());
    }
    if (sampling.getStopForm() == ContentForm.STRING && sampling.getStop().size() == 1) {
      out.field("stop", sampling.getStop().getFirst());
    } else if (sampling.getStopForm() != ContentForm.ABSENT) {
      out.strings("stop", sampling.getStop());
    }
  }

  private void limit() {
    Long limit = call.outputLimit() == null ? request.getMaxOutputTokens() : call.outputLimit();
    if (limit == null) {
      return;
    }
    String given = same ? request.getMaxOutputField() : null;
    out.field(given == null || quirks.renamesLimit() ? quirks.limitField() : given, limit);
  }

  private void reasoning() {
    Reasoning wish = request.getReasoning();
    if (wish == null) {
      return;
    }
    if (same) {
      out.rawFields(wish.getExtras());
      return;
    }
    out.fieldIfSet("reasoning_effort", effort(wish));
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

  private void stream() {
    if (!call.stream()) {
      if (request.getStream() != null) {
        out.field("stream", false);
      }
      return;
    }
    out.field("stream", true);
    if (quirks.streamOptions()) {
      out.object(STREAM_OPTIONS).field("include_usage", true);
      out.rawFieldsBut(same ? request.getStreamExtras() : Map.of(), "include_usage").endObject();
    }
  }

  /** Whether a field may be sent; names it where it has a value and may not. */
  private boolean knows(String field, @Nullable Object value) {
    boolean known = quirks.wording().knows(field);
    if (!known && value != null) {
      dropped.add(field);
    }
    return known;
  }

  /** Fields whose values mean something else elsewhere, or nothing. */
  private void ownFields() {
    if (same && knows("metadata", request.getMetadata())) {
      out.rawFieldIfSet("metadata", request.getMetadata());
    } else if (ofResponses && request.getMetadata() != null) {
      dropped.add("metadata"); // here it is only for what is stored
    } else if (!same && request.getMetadata() != null && request.getEndUser() == null) {
      dropped.add("metadata");
    }
    if (same || ofResponses) {
      if (knows("service_tier", request.getServiceTier())) {
        out.fieldIfSet("service_tier", request.getServiceTier());
      }
    } else if (request.getServiceTier() != null) {
      dropped.add("service_tier");
    }
  }

  private void extras() {
    for (Map.Entry<String, String> extra : request.getExtras().entrySet()) {
      String name = extra.getKey();
      if (!same) {
        foreign(name, extra.getValue());
      } else if (!replaced(name) && knows(name, told(extra.getValue()))) {
        out.rawField(name, extra.getValue());
      }
    }
  }

  private void foreign(String name, String value) {
    if (ofResponses && value.equals("null")) {
      return;
    }
    if (ofResponses && OpenAiFields.SHARED.contains(name) && knows(name, value)) {
      out.rawField(name, value);
    } else if (!dropped.contains(name)) {
      dropped.add(name);
    }
  }

  private static @Nullable String told(String json) {
    return json.equals("null") ? null : json;
  }

  /** Extras that would say a second time, or say otherwise, what has been written above. */
  private boolean replaced(String name) {
    return switch (name) {
      case "stream" -> call.stream();
      case STREAM_OPTIONS -> true;
      case "max_tokens", "max_completion_tokens" ->
          call.outputLimit() != null
              || (quirks.renamesLimit() && request.getMaxOutputTokens() != null);
      default -> false;
    };
  }
}
