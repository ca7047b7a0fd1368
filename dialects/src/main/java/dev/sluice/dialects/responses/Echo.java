package dev.sluice.dialects.responses;

import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.Sampling;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The parameters of a request, which a response repeats. */
final class Echo {
  private final CanonicalRequest request;
  private final Map<String, String> fields = new LinkedHashMap<>();

  private Echo(CanonicalRequest request) {
    this.request = request;
  }

  /** The fields as JSON text by name. */
  static Map<String, String> of(CanonicalRequest request) {
    return new Echo(request).fields();
  }

  private Map<String, String> fields() {
    Sampling sampling = request.getSampling();
    boolean instructed = !request.getSystem().isEmpty();
    put("instructions", instructed ? quoted(ContentWriter.joined(request.getSystem())) : null);
    put("max_output_tokens", text(request.getMaxOutputTokens()));
    put("metadata", request.getMetadata() == null ? "{}" : request.getMetadata());
    put(
        "parallel_tool_calls",
        Boolean.FALSE.equals(request.getParallelToolCalls()) ? "false" : "true");
    put("temperature", sampling == null ? null : text(sampling.getTemperature()));
    put("top_p", sampling == null ? null : text(sampling.getTopP()));
    written("tools", "[]", tools -> tools.writeTools(request));
    written("tool_choice", "\"auto\"", tools -> tools.writeChoice(request.getToolChoice()));
    written(
        "text",
        "{\"format\":{\"type\":\"text\"}}",
        tools -> tools.writeText(request.getResponseFormat(), Map.of()));
    var reasoning = request.getReasoning();
    put(
        "reasoning",
        "{\"effort\":"
            + (reasoning == null ? null : quoted(reasoning.getEffort()))
            + ",\"summary\":"
            + (reasoning == null ? null : quoted(reasoning.getSummary()))
            + '}');
    put("truncation", request.getExtras().getOrDefault("truncation", "\"disabled\""));
    put("user", quoted(request.getEndUser()));
    return fields;
  }

  private void put(String name, @Nullable String json) {
    fields.put(name, json == null ? "null" : json);
  }

  private static @Nullable String text(@Nullable Number number) {
    return number == null ? null : number.toString();
  }

  private static @Nullable String quoted(@Nullable String text) {
    return text == null ? null : JsonText.quoted(text);
  }

  /** What the writer of requests makes of a field. */
  private void written(String name, String otherwise, Consumer<ToolWriter> write) {
    var out = new JsonText(128).object();
    write.accept(new ToolWriter(out, true, new LinkedHashSet<>()));
    String object = out.endObject().text();
    String start = "{" + JsonText.quoted(name) + ":";
    fields.put(
        name,
        object.startsWith(start)
            ? object.substring(start.length(), object.length() - 1)
            : otherwise);
  }
}
