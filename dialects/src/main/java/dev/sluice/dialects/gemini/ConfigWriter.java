package dev.sluice.dialects.gemini;

import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.Reasoning;
import dev.sluice.schemas.chat.ResponseFormat;
import dev.sluice.schemas.chat.Sampling;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes {@code generationConfig}, where there is anything in it. */
final class ConfigWriter {
  private static final int MOST_STOPS = 5;

  private final CanonicalRequest request;
  private final @Nullable Long limit;
  private final boolean same;
  private final Models model;
  private final JsonText target;
  private final JsonText out = new JsonText(256);
  private final Set<String> dropped;

  ConfigWriter(
      CanonicalRequest request,
      @Nullable Long outputLimit,
      Models model,
      JsonText target,
      Set<String> dropped) {
    this.request = request;
    this.limit = outputLimit == null ? request.getMaxOutputTokens() : outputLimit;
    this.same = request.getDialect().equals(GeminiDialect.NAME);
    this.model = model;
    this.target = target;
    this.dropped = dropped;
  }

  void write() {
    out.object();
    out.fieldIfSet("maxOutputTokens", limit);
    Sampling sampling = request.getSampling();
    if (sampling != null) {
      sampling(sampling);
    }
    ResponseFormat format = request.getResponseFormat();
    if (format != null) {
      format(format);
    }
    Reasoning wish = request.getReasoning();
    if (wish != null && same) {
      out.rawFields(wish.getExtras());
    } else if (wish != null) {
      Thinking.write(out, wish, model, dropped);
    }
    if (same) {
      own();
    }
    String config = out.endObject().text();
    if (!config.equals("{}")) {
      target.rawField("generationConfig", config);
    }
  }

  private void own() {
    List<String> modalities = request.getModalities();
    if (modalities != null) {
      out.strings(
          "responseModalities",
          modalities.stream().map(word -> word.toUpperCase(Locale.ROOT)).toList());
    }
    for (Map.Entry<String, String> extra : request.getExtras().entrySet()) {
      String name = extra.getKey();
      if (name.startsWith(ConfigReader.PREFIX)) {
        out.rawField(name.substring(ConfigReader.PREFIX.length()), extra.getValue());
      }
    }
  }

  private void sampling(Sampling sampling) {
    out.fieldIfSet("temperature", sampling.getTemperature());
    out.fieldIfSet("topP", sampling.getTopP());
    out.fieldIfSet("topK", sampling.getTopK());
    out.fieldIfSet("presencePenalty", sampling.getPresencePenalty());
    out.fieldIfSet("frequencyPenalty", sampling.getFrequencyPenalty());
    Long seed = sampling.getSeed();
    if (same || seed == null || seed == seed.intValue()) {
      out.fieldIfSet("seed", seed);
    } else {
      dropped.add("seed");
    }
    Integer choices = sampling.getN();
    out.fieldIfSet("candidateCount", same || choices == null || choices > 1 ? choices : null);
    stops(sampling);
    Boolean logprobs = sampling.getLogprobs();
    if (same || Boolean.TRUE.equals(logprobs)) {
      out.fieldIfSet("responseLogprobs", logprobs);
      out.fieldIfSet("logprobs", sampling.getTopLogprobs());
    }
    if (sampling.getLogitBias() != null) {
      dropped.add("logit_bias");
    }
  }

  private void stops(Sampling sampling) {
    List<String> stops = sampling.getStop();
    if (same) {
      if (sampling.getStopForm() != ContentForm.ABSENT) {
        out.strings("stopSequences", stops);
      }
      return;
    }
    List<String> taken = stops.stream().filter(stop -> !stop.isEmpty()).limit(MOST_STOPS).toList();
    if (taken.size() < stops.size()) {
      dropped.add("stop");
    }
    if (!taken.isEmpty()) {
      out.strings("stopSequences", taken);
    }
  }

  private void format(ResponseFormat format) {
    if (same) {
      out.rawFields(format.getExtras());
      return;
    }
    switch (format.getKind()) {
      case JSON_OBJECT -> out.field("responseMimeType", "application/json");
      case JSON_SCHEMA -> {
        out.field("responseMimeType", "application/json");
        out.rawFieldIfSet("responseJsonSchema", format.getJsonSchema());
      }
      case PROVIDER -> dropped.add("response_format");
      case TEXT, UNKNOWN -> {}
    }
  }
}
