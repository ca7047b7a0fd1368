package dev.sluice.dialects.ollama;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.Reasoning;
import dev.sluice.schemas.chat.ReasoningMode;
import dev.sluice.schemas.chat.ResponseFormat;
import dev.sluice.schemas.chat.Sampling;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes one request. Parameters of sampling are options of the model. */
final class RequestWriter {
  private final CanonicalRequest request;
  private final ProviderCall call;
  private final Set<String> dropped = new LinkedHashSet<>();
  private final JsonText out = new JsonText(2048);

  RequestWriter(CanonicalRequest request, ProviderCall call) {
    this.request = request;
    this.call = call;
  }

  WrittenRequest write() {
    out.object().field("model", call.model()).field("stream", call.stream());
    new MessageWriter(out, dropped).write(request);
    new ToolWriter(out, dropped).write(request);
    format(request.getResponseFormat());
    think(request.getReasoning());
    options();
    others();
    return new WrittenRequest(out.endObject().bytes(), List.copyOf(dropped));
  }

  private void format(@Nullable ResponseFormat format) {
    if (format == null) {
      return;
    }
    switch (format.getKind()) {
      case TEXT -> {}
      case JSON_OBJECT -> out.field("format", "json");
      case JSON_SCHEMA -> {
        String schema = format.getJsonSchema();
        out.rawField("format", schema == null ? "\"json\"" : schema);
      }
      case PROVIDER, UNKNOWN -> dropped.add("response_format");
    }
  }

  /** On or off; how much is known to some models only. */
  private void think(@Nullable Reasoning wish) {
    if (wish == null) {
      return;
    }
    String effort = wish.getEffort();
    boolean off = wish.getMode() == ReasoningMode.DISABLED || "none".equals(effort);
    boolean on =
        wish.getMode() == ReasoningMode.ENABLED || wish.getMode() == ReasoningMode.ADAPTIVE;
    if (off) {
      out.field("think", false);
    } else if (on || (effort != null && !wish.getExtras().containsKey("output_config"))) {
      out.field("think", true);
      drop("reasoning_effort", effort);
      drop("thinking", wish.getBudgetTokens());
    }
  }

  private void options() {
    Long limit = call.outputLimit() == null ? request.getMaxOutputTokens() : call.outputLimit();
    JsonText options = new JsonText(128).object().fieldIfSet("num_predict", limit);
    Sampling sampling = request.getSampling();
    if (sampling != null) {
      options.fieldIfSet("temperature", sampling.getTemperature());
      options.fieldIfSet("top_p", sampling.getTopP());
      options.fieldIfSet("top_k", sampling.getTopK());
      options.fieldIfSet("frequency_penalty", sampling.getFrequencyPenalty());
      options.fieldIfSet("presence_penalty", sampling.getPresencePenalty());
      options.fieldIfSet("seed", sampling.getSeed());
      if (!sampling.getStop().isEmpty()) {
        options.strings("stop", sampling.getStop());
      }
      drop("logprobs", Boolean.TRUE.equals(sampling.getLogprobs()) ? Boolean.TRUE : null);
      drop("top_logprobs", sampling.getTopLogprobs());
      drop("logit_bias", sampling.getLogitBias());
      Integer n = sampling.getN();
      drop("n", n != null && n > 1 ? n : null);
    }
    String text = options.endObject().text();
    if (!text.equals("{}")) {
      out.rawField("options", text);
    }
  }

  private void drop(String name, @Nullable Object value) {
    if (value != null) {
      dropped.add(name);
    }
  }

  private void others() {
    drop("user", request.getEndUser());
    if (request.getEndUser() == null) {
      drop("metadata", request.getMetadata());
    }
    drop("service_tier", request.getServiceTier());
    List<String> modalities = request.getModalities();
    drop("modalities", List.of("text").equals(modalities) ? null : modalities);
    for (Map.Entry<String, String> extra : request.getExtras().entrySet()) {
      if (!extra.getValue().equals("null") && !extra.getKey().equals("stream_options")) {
        dropped.add(extra.getKey());
      }
    }
  }
}
