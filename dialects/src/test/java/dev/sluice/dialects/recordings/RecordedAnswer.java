package dev.sluice.dialects.recordings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.dialects.Dialects;
import dev.sluice.dialects.JsonAssert;
import dev.sluice.dialects.Recordings.Exchange;
import dev.sluice.dialects.api.ClientDialect;
import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.dialects.eventstream.EventStreamParser;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.dialects.sse.StreamFraming;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.error.ErrorInfo;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A recorded answer to a chat, read by the dialect of its provider and told to callers. */
final class RecordedAnswer {
  private static final CanonicalCodec CODEC = new CanonicalCodec();
  private static final ReplyContext CONTEXT =
      new ReplyContext("req-1", "public-model", 1_700_000_000L, true);
  private static final int MOST_BYTES = 1 << 22;

  private final Exchange exchange;
  private final ProviderDialect provider;
  private final ProviderCall call;

  RecordedAnswer(Exchange exchange) {
    this.exchange = exchange;
    this.provider = Dialects.provider(dialect(exchange.api())).orElseThrow();
    this.call =
        new ProviderCall(
            exchange.document().path("model").asText(), exchange.catalogueId(), null, streamed());
  }

  /** The dialect that speaks an API to providers. */
  private static String dialect(String api) {
    return switch (api) {
      case "openai-chat-completions", "mistral-chat" -> "openai";
      case "anthropic-messages", "bedrock-invoke-stream" -> "anthropic";
      case "gemini-generateContent", "gemini-streamGenerateContent" -> "gemini";
      case "openai-responses" -> "responses";
      case "cohere-v2-chat" -> "cohere";
      case "ollama-chat" -> "ollama";
      case "bedrock-converse", "bedrock-converse-stream" -> "bedrock";
      default -> throw new IllegalStateException("no dialect for the API " + api);
    };
  }

  boolean streamed() {
    return exchange.streamed() || exchange.api().startsWith("gemini-stream");
  }

  /** The failure that an error status is. */
  ProviderFailure failure() {
    return provider.failure(exchange.status(), exchange.headers(), exchange.body());
  }

  CanonicalReply whole() {
    ProviderReply reply =
        provider.reply(call, exchange.status(), exchange.headers(), exchange.body());
    return CODEC.reply(CODEC.encode(((ProviderReply.Succeeded) reply).reply()));
  }

  static JsonNode whole(CanonicalReply reply, ClientDialect caller) {
    return JsonAssert.parse(caller.reply(reply, CONTEXT));
  }

  /** The events of a stream, by the wire's own pieces. */
  List<ReplyEvents> events() {
    StreamReader reader = provider.stream(call);
    List<ReplyEvents> events = new ArrayList<>();
    wire().forEach(event -> events.add(CODEC.events(CODEC.encode(reader.read(event)))));
    return events;
  }

  private List<SseEvent> wire() {
    List<SseEvent> events = new ArrayList<>();
    if (exchange.reply().isArray()) {
      exchange.reply().forEach(chunk -> events.add(SseEvent.of(chunk.toString())));
      return events;
    }
    boolean invoked = exchange.api().equals("bedrock-invoke-stream");
    StreamFraming framing =
        invoked ? new EventStreamParser(MOST_BYTES) : provider.framing(MOST_BYTES);
    events.addAll(framing.feed(exchange.body()));
    events.addAll(framing.end());
    return invoked ? events.stream().map(RecordedAnswer::unwrapped).toList() : events;
  }

  /** The frames of InvokeModel hold the events of the model's own dialect. */
  private static SseEvent unwrapped(SseEvent frame) {
    String bytes = JsonAssert.parse(frame.data()).path("bytes").asText();
    return SseEvent.of(Base64.getDecoder().decode(bytes));
  }

  static Told told(List<ReplyEvents> events) {
    List<CanonicalEvent> all = new ArrayList<>();
    events.forEach(some -> all.addAll(some.getEvents()));
    return Told.of(events.isEmpty() ? "" : events.getFirst().getDialect(), all);
  }

  /**
   * A stream as a caller gets it. A failure is told by the ingress, which leaves the end mark out:
   * it would say that the reply is complete.
   */
  static List<SseEvent> stream(List<ReplyEvents> events, ClientDialect caller) {
    StreamWriter writer = caller.stream(CONTEXT);
    List<SseEvent> written = new ArrayList<>();
    ErrorInfo error = null;
    for (ReplyEvents some : events) {
      List<CanonicalEvent> content = new ArrayList<>();
      for (CanonicalEvent event : some.getEvents()) {
        if (event.getKind() == EventKind.ERROR) {
          error = event.getError();
        } else {
          content.add(event);
        }
      }
      written.addAll(writer.write(Canonical.events(some.getDialect(), content)));
    }
    if (error == null) {
      written.addAll(writer.end(Map.of()));
    } else {
      written.addAll(writer.fail(error));
      written.removeIf(event -> event.is("[DONE]"));
    }
    return written;
  }

  static ReplyContext context() {
    return CONTEXT;
  }
}
