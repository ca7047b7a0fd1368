package dev.sluice.dialects;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.bedrock.ConverseWire;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.cohere.CohereWire;
import dev.sluice.dialects.ollama.OllamaWire;
import dev.sluice.dialects.openai.MistralWire;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.dialects.sse.SseWriter;
import dev.sluice.dialects.sse.StreamFraming;
import dev.sluice.schemas.chat.CanonicalEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The bytes that a provider sends for a streamed reply, and what reads them. Where callers speak
 * the dialect, too, the bytes are what our own writer makes; the others are made by the tests.
 */
public final class ProviderWire {
  private static final int MOST_BYTES = 1 << 20;

  private final String name;
  private final ProviderDialect dialect;
  private final Function<List<CanonicalEvent>, byte[]> writer;

  private ProviderWire(String name, String dialect, Function<List<CanonicalEvent>, byte[]> writer) {
    this.name = name;
    this.dialect = Dialects.provider(dialect).orElseThrow();
    this.writer = writer;
  }

  /** All dialects that providers stream in, and Mistral's way to speak OpenAI's. */
  public static Stream<ProviderWire> all() {
    return Stream.concat(
        Stream.of("openai", "anthropic", "gemini", "responses")
            .map(name -> new ProviderWire(name, name, events -> written(name, events))),
        Stream.of(
            new ProviderWire("mistral", "openai", MistralWire::bytes),
            new ProviderWire("cohere", "cohere", CohereWire::bytes),
            new ProviderWire("bedrock", "bedrock", ConverseWire::bytes),
            new ProviderWire("ollama", "ollama", OllamaWire::bytes)));
  }

  private static byte[] written(String dialect, List<CanonicalEvent> events) {
    StreamWriter writer =
        Dialects.client(dialect).orElseThrow().stream(
            new ReplyContext("req-1", "model-1", 1_700_000_000L, true));
    List<SseEvent> written = new ArrayList<>();
    for (CanonicalEvent event : events) {
      written.addAll(writer.write(Canonical.events("", List.of(event))));
    }
    written.addAll(writer.end(Map.of()));
    return SseWriter.bytes(written);
  }

  /** The bytes of this reply. */
  public byte[] bytes(List<CanonicalEvent> events) {
    return writer.apply(events);
  }

  public StreamFraming framing() {
    return dialect.framing(MOST_BYTES);
  }

  public StreamReader reader() {
    return dialect.stream(new ProviderCall("model-1", name, null, true));
  }

  @Override
  public String toString() {
    return name;
  }
}
