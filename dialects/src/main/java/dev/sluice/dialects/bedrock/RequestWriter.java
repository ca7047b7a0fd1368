package dev.sluice.dialects.bedrock;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ResponseFormat;
import dev.sluice.schemas.chat.ResponseFormatKind;
import dev.sluice.schemas.chat.Sampling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes one request. Numbers that lie outside of what the provider takes are clamped. */
final class RequestWriter {
  private final CanonicalRequest request;
  private final ProviderCall call;
  private final ModelFamily family;
  private final Set<String> dropped = new LinkedHashSet<>();
  private final Map<String, String> additional = new LinkedHashMap<>();
  private final JsonText out = new JsonText(2048);

  RequestWriter(CanonicalRequest request, ProviderCall call) {
    this.request = request;
    this.call = call;
    this.family = ModelFamily.of(call.model());
  }

  WrittenRequest write() {
    var blocks = new BlockWriter(out, family, dropped);
    var turns = Turns.of(request, family, dropped);
    ResponseFormat format = request.getResponseFormat();
    out.object();
    turns.write(out, blocks);
    turns.writeSystem(
        out, blocks, format != null && format.getKind() == ResponseFormatKind.JSON_OBJECT);
    var thoughts = Thoughts.of(request, call, family, dropped);
    inference(thoughts);
    new ToolWriter(out, family, blocks, dropped).write(request, turns);
    format(format);
    additional.putAll(thoughts.fields());
    if (!additional.isEmpty()) {
      out.object("additionalModelRequestFields").rawFields(additional).endObject();
    }
    others();
    return new WrittenRequest(out.endObject().bytes(), List.copyOf(dropped));
  }

  private void inference(Thoughts thoughts) {
    Sampling given = request.getSampling();
    Sampling sampling = given == null ? Canonical.sampling() : given;
    Double temperature = sampling.getTemperature();
    if (thoughts.strict() && temperature != null && temperature != 1.0) {
      dropped.add("temperature");
      temperature = null;
    }
    Double topP = sampling.getTopP();
    if (thoughts.strict() && topP != null && topP < 0.95) {
      dropped.add("top_p");
      topP = null;
    }
    List<String> stops = sampling.getStop().stream().filter(stop -> !stop.isBlank()).toList();
    if (stops.size() < sampling.getStop().size()) {
      dropped.add("stop");
    }
    Long limit = thoughts.maxTokens();
    if (limit != null || temperature != null || topP != null || !stops.isEmpty()) {
      out.object("inferenceConfig").fieldIfSet("maxTokens", limit);
      out.fieldIfSet("temperature", clamped(temperature)).fieldIfSet("topP", clamped(topP));
      if (!stops.isEmpty()) {
        out.strings("stopSequences", stops);
      }
      out.endObject();
    }
    topK(sampling.getTopK(), thoughts.strict());
    unknown(sampling);
  }

  private static @Nullable Double clamped(@Nullable Double number) {
    return number == null ? null : Double.valueOf(Math.clamp(number, 0.0, 1.0));
  }

  private void topK(@Nullable Long topK, boolean strict) {
    if (topK == null) {
      return;
    }
    if (family == ModelFamily.CLAUDE && !strict) {
      additional.put("top_k", topK.toString());
    } else if (family.isNova()) {
      additional.put("inferenceConfig", "{\"topK\":" + topK + "}");
    } else {
      dropped.add("top_k");
    }
  }

  private void unknown(Sampling sampling) {
    drop("frequency_penalty", nonZero(sampling.getFrequencyPenalty()));
    drop("presence_penalty", nonZero(sampling.getPresencePenalty()));
    drop("seed", sampling.getSeed());
    drop("logprobs", Boolean.TRUE.equals(sampling.getLogprobs()) ? sampling.getLogprobs() : null);
    drop("top_logprobs", sampling.getTopLogprobs());
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

  /** The schema is text in the document. */
  private void format(@Nullable ResponseFormat format) {
    String schema = format == null ? null : format.getJsonSchema();
    if (format == null || format.getKind() == ResponseFormatKind.TEXT) {
      return;
    }
    if (format.getKind() == ResponseFormatKind.JSON_OBJECT) {
      return; // asked for in the system prompt
    }
    if (schema == null || !family.holdsToSchema()) {
      dropped.add("response_format");
      return;
    }
    out.object("outputConfig").object("textFormat").field("type", "json_schema");
    out.object("structure").object("jsonSchema").field("schema", schema);
    out.fieldIfSet("name", format.getName()).fieldIfSet("description", format.getDescription());
    out.endObject().endObject().endObject().endObject();
  }

  private void others() {
    drop("user", request.getEndUser());
    if (request.getEndUser() == null) {
      drop("metadata", request.getMetadata());
    }
    String tier = request.getServiceTier();
    drop(
        "service_tier",
        tier == null || tier.equals("auto") || tier.equals("default") ? null : tier);
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

  /** The fields of an object that was written here. */
  static Map<String, String> fieldsOf(String object) {
    try (JsonCursor in = JsonCursor.ofValue(object)) {
      return in.rawFields();
    } catch (IOException e) {
      throw new UncheckedIOException("a document of our own cannot be read", e);
    }
  }
}
