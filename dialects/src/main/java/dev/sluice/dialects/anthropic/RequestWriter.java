package dev.sluice.dialects.anthropic;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.WrittenRequest;
import dev.sluice.dialects.canonical.Signatures;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.ResponseFormat;
import dev.sluice.schemas.chat.ResponseFormatKind;
import dev.sluice.schemas.chat.Sampling;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes one request. A request that was read from this dialect is written as it was, but for
 * model, output limit and streaming.
 */
final class RequestWriter {
  private final CanonicalRequest request;
  private final ProviderCall call;
  private final boolean same;
  private final Set<String> dropped = new LinkedHashSet<>();
  private final JsonText out = new JsonText(2048);

  RequestWriter(CanonicalRequest request, ProviderCall call) {
    this.request = request;
    this.call = call;
    this.same = request.getDialect().equals(AnthropicDialect.NAME);
  }

  WrittenRequest write() {
    var thinking = Thinking.of(request, call.outputLimit(), dropped);
    out.object().field("model", call.model()).field("max_tokens", thinking.maxTokens());
    var blocks = new BlockWriter(out, same, dropped, BlockWriter.MADE_UP);
    var turns = same ? null : Turns.of(request, dropped);
    if (turns == null) {
      same(blocks);
    } else {
      system(turns, blocks);
      turns.write(out, blocks);
    }
    var tools = new ToolWriter(out, same, dropped);
    tools.write(request, turns == null ? Set.of() : turns.toolNames());
    sampling(thinking.enabled());
    thinking.write(out, same);
    if (!same) {
      outputConfig(request.getResponseFormat(), thinking);
      others();
    } else {
      out.rawFieldIfSet("metadata", request.getMetadata());
      out.fieldIfSet("service_tier", request.getServiceTier());
    }
    if (call.stream() || (same && request.getStream() != null)) {
      out.field("stream", call.stream());
    }
    extras();
    return new WrittenRequest(out.endObject().bytes(), List.copyOf(dropped));
  }

  private void same(BlockWriter blocks) {
    if (request.getSystemForm() != ContentForm.ABSENT) {
      blocks.content("system", request.getSystem(), request.getSystemForm());
    }
    out.array("messages");
    for (var message : request.getMessages()) {
      out.object();
      out.field(
          "role",
          switch (message.getRole()) {
            case ASSISTANT -> "assistant";
            case SYSTEM, DEVELOPER -> "system";
            case USER, TOOL, FUNCTION, UNKNOWN -> "user";
          });
      blocks.content("content", proven(message.getParts()), message.getForm());
      out.rawFields(message.getExtras()).endObject();
    }
    out.endArray();
  }

  /** Reasoning that another provider gave has no signature, or its own, and would be refused. */
  private static List<ContentPart> proven(List<ContentPart> parts) {
    List<ContentPart> proven = new ArrayList<>(parts);
    boolean changed =
        proven.removeIf(part ->
            switch (part.getKind()) {
              case REASONING -> !Signatures.isAnthropic(part.getSignature());
              case REDACTED_REASONING -> Signatures.forBedrock(part.getRedactedData()) != null;
              default -> false;
            });
    return changed ? proven : parts;
  }

  private void system(Turns turns, BlockWriter blocks) {
    String json = null;
    ResponseFormat format = request.getResponseFormat();
    if (format != null && format.getKind() == ResponseFormatKind.JSON_OBJECT) {
      json = "Answer with one valid JSON object and nothing else.";
    }
    turns.writeSystem(out, blocks, json);
  }

  private void sampling(boolean thinking) {
    Sampling sampling = request.getSampling();
    if (sampling == null) {
      return;
    }
    if (same) {
      out.fieldIfSet("temperature", sampling.getTemperature());
      out.fieldIfSet("top_p", sampling.getTopP());
      out.fieldIfSet("top_k", sampling.getTopK());
    } else {
      foreignSampling(sampling, thinking);
    }
    List<String> stops =
        same
            ? sampling.getStop()
            : sampling.getStop().stream().filter(stop -> !stop.isBlank()).toList();
    if (stops.size() < sampling.getStop().size()) {
      dropped.add("stop");
    }
    if (same ? sampling.getStopForm() != ContentForm.ABSENT : !stops.isEmpty()) {
      out.strings("stop_sequences", stops);
    }
  }

  private void foreignSampling(Sampling sampling, boolean thinking) {
    Double temperature = sampling.getTemperature();
    if (temperature != null && thinking && temperature != 1.0) {
      dropped.add("temperature");
    } else if (temperature != null) {
      out.fieldIfSet("temperature", Double.valueOf(Math.clamp(temperature, 0.0, 1.0)));
    }
    Double topP = sampling.getTopP();
    if (topP != null && thinking && topP < 0.95) {
      dropped.add("top_p");
    } else {
      out.fieldIfSet("top_p", topP);
    }
    if (sampling.getTopK() != null && thinking) {
      dropped.add("top_k");
    } else {
      out.fieldIfSet("top_k", sampling.getTopK());
    }
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

  private void outputConfig(@Nullable ResponseFormat format, Thinking thinking) {
    String schema = format == null ? null : format.getJsonSchema();
    String effort = thinking.effort();
    if (format != null && format.getKind() == ResponseFormatKind.PROVIDER) {
      dropped.add("response_format");
    }
    if (schema == null && effort == null) {
      return;
    }
    out.object("output_config").fieldIfSet("effort", effort);
    if (schema != null) {
      out.object("format").field("type", "json_schema").rawField("schema", schema).endObject();
    }
    out.endObject();
  }

  private void others() {
    if (request.getEndUser() != null) {
      out.object("metadata").field("user_id", request.getEndUser()).endObject();
    }
    drop("metadata", request.getMetadata());
    String tier = request.getServiceTier();
    switch (tier == null ? "" : tier) {
      case "" -> {}
      case "auto" -> out.field("service_tier", "auto");
      case "default" -> out.field("service_tier", "standard_only");
      default -> dropped.add("service_tier");
    }
    List<String> modalities = request.getModalities();
    if (modalities != null && !modalities.equals(List.of("text"))) {
      dropped.add("modalities");
    }
  }

  private void extras() {
    for (Map.Entry<String, String> extra : request.getExtras().entrySet()) {
      if (same) {
        out.rawField(extra.getKey(), extra.getValue());
      } else if (!extra.getValue().equals("null") && !extra.getKey().equals("stream_options")) {
        dropped.add(extra.getKey());
      }
    }
  }
}
