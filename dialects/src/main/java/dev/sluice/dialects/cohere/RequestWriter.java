package dev.sluice.dialects.cohere;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.Sampling;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes one request. Numbers that lie outside of what the provider takes are clamped. */
final class RequestWriter {
  private static final int MOST_STOPS = 5;
  private static final long LARGEST_K = 500;

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
    if (request.getSampling() != null) {
      sampling(request.getSampling());
    }
    Long limit = call.outputLimit() == null ? request.getMaxOutputTokens() : call.outputLimit();
    out.fieldIfSet("max_tokens", limit);
    Thinking.write(out, request.getReasoning(), limit);
    others();
    return new WrittenRequest(out.endObject().bytes(), List.copyOf(dropped));
  }

  private void sampling(Sampling sampling) {
    out.fieldIfSet("temperature", clamped(sampling.getTemperature(), 0, 1));
    out.fieldIfSet("p", clamped(sampling.getTopP(), 0.01, 0.99));
    Long topK = sampling.getTopK();
    if (topK != null && topK >= 0) {
      out.field("k", Math.min(topK, LARGEST_K));
    }
    penalties(sampling.getFrequencyPenalty(), sampling.getPresencePenalty());
    Long seed = sampling.getSeed();
    if (seed != null && seed >= 0) {
      out.field("seed", seed);
    } else {
      drop("seed", seed);
    }
    List<String> stops = sampling.getStop();
    if (stops.size() > MOST_STOPS) {
      dropped.add("stop");
    }
    if (!stops.isEmpty()) {
      out.strings("stop_sequences", stops.subList(0, Math.min(stops.size(), MOST_STOPS)));
    }
    drop("logprobs", Boolean.TRUE.equals(sampling.getLogprobs()) ? sampling.getLogprobs() : null);
    drop("top_logprobs", sampling.getTopLogprobs());
    drop("logit_bias", sampling.getLogitBias());
    Integer n = sampling.getN();
    drop("n", n != null && n > 1 ? n : null);
  }

  /** Of the two the provider takes one, and no reward. */
  private void penalties(@Nullable Double frequency, @Nullable Double presence) {
    if (positive(frequency)) {
      out.fieldIfSet("frequency_penalty", clamped(frequency, 0, 1));
    } else {
      drop("frequency_penalty", nonZero(frequency));
    }
    if (positive(presence) && !positive(frequency)) {
      out.fieldIfSet("presence_penalty", clamped(presence, 0, 1));
    } else {
      drop("presence_penalty", nonZero(presence));
    }
  }

  private static boolean positive(@Nullable Double number) {
    return number != null && number > 0;
  }

  private static @Nullable Double nonZero(@Nullable Double number) {
    return number == null || number == 0 ? null : number;
  }

  private static @Nullable Double clamped(@Nullable Double number, double least, double most) {
    return number == null ? null : Double.valueOf(Math.clamp(number, least, most));
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
    if (modalities != null && !modalities.equals(List.of("text"))) {
      dropped.add("modalities");
    }
    for (Map.Entry<String, String> extra : request.getExtras().entrySet()) {
      if (!extra.getValue().equals("null") && !extra.getKey().equals("stream_options")) {
        dropped.add(extra.getKey());
      }
    }
  }
}
