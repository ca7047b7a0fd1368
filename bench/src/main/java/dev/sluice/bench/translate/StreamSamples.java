package dev.sluice.bench.translate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** Streams of providers, as the bytes that come one after another: a beginning, pieces, an end. */
final class StreamSamples {
  /** Pieces with text in each. */
  static final int PIECES = 200;

  private StreamSamples() {}

  /** The stream of a provider. */
  static List<byte[]> of(String provider) {
    return switch (provider) {
      case "openai" -> openAi(",\"system_fingerprint\":\"fp_a1\"", ",\"logprobs\":null");
      case "mistral" -> openAi("", "");
      case "anthropic" -> anthropic();
      case "gemini" -> gemini();
      case "cohere" -> cohere();
      case "bedrock" -> bedrock();
      case "responses" -> responses();
      default -> throw new IllegalArgumentException("no stream of " + provider);
    };
  }

  private static List<byte[]> openAi(String more, String ofChoice) {
    String head =
        "{\"id\":\"chatcmpl-a1\",\"object\":\"chat.completion.chunk\",\"created\":1800000000,\"model\":\"m-1\""
            + more
            + ",\"choices\":[{\"index\":0,\"delta\":";
    String rest = ofChoice + ",\"finish_reason\":null}]}";
    return stream(
        List.of(data(head + "{\"role\":\"assistant\",\"content\":\"\"}" + rest)),
        data(head + "{\"content\":\" tide\"}" + rest),
        List.of(data(head + "{}" + ofChoice + ",\"finish_reason\":\"stop\"}]}"), data("[DONE]")));
  }

  private static List<byte[]> anthropic() {
    return stream(
        List.of(
            event(
                "message_start",
                "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_a1\",\"type\":\"message\",\"role\":\"assistant\","
                    + "\"model\":\"m-1\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,"
                    + "\"usage\":{\"input_tokens\":25,\"output_tokens\":1}}}"),
            event(
                "content_block_start",
                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}")),
        event(
            "content_block_delta",
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\" tide\"}}"),
        List.of(
            event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}"),
            event(
                "message_delta",
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},"
                    + "\"usage\":{\"output_tokens\":200}}"),
            event("message_stop", "{\"type\":\"message_stop\"}")));
  }

  private static List<byte[]> gemini() {
    String head =
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\" tide\"}],\"role\":\"model\"},";
    String rest =
        "\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":25,\"candidatesTokenCount\":9,\"totalTokenCount\":34},"
            + "\"modelVersion\":\"m-1\",\"responseId\":\"r-a1\"}";
    return stream(
        List.of(), data(head + rest), List.of(data(head + "\"finishReason\":\"STOP\"," + rest)));
  }

  private static List<byte[]> cohere() {
    return stream(
        List.of(
            event(
                "message-start",
                "{\"id\":\"c-a1\",\"type\":\"message-start\",\"delta\":{\"message\":{\"role\":\"assistant\",\"content\":[],"
                    + "\"tool_plan\":\"\",\"tool_calls\":[],\"citations\":[]}}}"),
            event(
                "content-start",
                "{\"type\":\"content-start\",\"index\":0,\"delta\":{\"message\":{\"content\":{\"type\":\"text\",\"text\":\"\"}}}}")),
        event(
            "content-delta",
            "{\"type\":\"content-delta\",\"index\":0,\"delta\":{\"message\":{\"content\":{\"text\":\" tide\"}}}}"),
        List.of(
            event("content-end", "{\"type\":\"content-end\",\"index\":0}"),
            event(
                "message-end",
                "{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"COMPLETE\",\"usage\":{\"billed_units\":"
                    + "{\"input_tokens\":7,\"output_tokens\":3},\"tokens\":{\"input_tokens\":90,\"output_tokens\":5}}}}")));
  }

  private static List<byte[]> bedrock() {
    return stream(
        List.of(message("messageStart", "{\"role\":\"assistant\",\"p\":\"abc\"}")),
        message(
            "contentBlockDelta",
            "{\"contentBlockIndex\":0,\"delta\":{\"text\":\" tide\"},\"p\":\"abcdefgh\"}"),
        List.of(
            message("contentBlockStop", "{\"contentBlockIndex\":0,\"p\":\"abc\"}"),
            message("messageStop", "{\"stopReason\":\"end_turn\",\"p\":\"abc\"}"),
            message(
                "metadata",
                "{\"usage\":{\"inputTokens\":25,\"outputTokens\":200,\"totalTokens\":225},\"metrics\":{\"latencyMs\":9}}")));
  }

  private static List<byte[]> responses() {
    String response =
        "\"response\":{\"id\":\"resp_a1\",\"object\":\"response\",\"created_at\":1800000000,\"status\":\"%s\",\"model\":\"m-1\","
            + "\"output\":[],\"usage\":%s}}";
    return stream(
        List.of(
            event(
                "response.created",
                "{\"type\":\"response.created\",\"sequence_number\":0,"
                    + response.formatted("in_progress", "null")),
            event(
                "response.output_item.added",
                "{\"type\":\"response.output_item.added\",\"sequence_number\":1,\"output_index\":0,\"item\":"
                    + "{\"id\":\"msg_a1\",\"type\":\"message\",\"status\":\"in_progress\",\"role\":\"assistant\",\"content\":[]}}"),
            event(
                "response.content_part.added",
                "{\"type\":\"response.content_part.added\",\"sequence_number\":2,\"item_id\":\"msg_a1\",\"output_index\":0,"
                    + "\"content_index\":0,\"part\":{\"type\":\"output_text\",\"text\":\"\",\"annotations\":[]}}")),
        event(
            "response.output_text.delta",
            "{\"type\":\"response.output_text.delta\",\"sequence_number\":3,\"item_id\":\"msg_a1\",\"output_index\":0,"
                + "\"content_index\":0,\"delta\":\" tide\",\"logprobs\":[]}"),
        List.of(
            event(
                "response.completed",
                "{\"type\":\"response.completed\",\"sequence_number\":4,"
                    + response.formatted(
                        "completed",
                        "{\"input_tokens\":25,\"output_tokens\":200,\"total_tokens\":225}"))));
  }

  private static List<byte[]> stream(List<byte[]> begin, byte[] piece, List<byte[]> end) {
    List<byte[]> all = new ArrayList<>(begin);
    all.addAll(Collections.nCopies(PIECES, piece));
    all.addAll(end);
    return all;
  }

  private static byte[] data(String json) {
    return ("data: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] event(String name, String json) {
    return ("event: " + name + "\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] message(String name, String json) {
    Map<String, HeaderValue> headers = new TreeMap<>();
    headers.put(":message-type", HeaderValue.fromString("event"));
    headers.put(":event-type", HeaderValue.fromString(name));
    headers.put(":content-type", HeaderValue.fromString("application/json"));
    var out = new ByteArrayOutputStream();
    new Message(headers, json.getBytes(StandardCharsets.UTF_8)).encode(out);
    return out.toByteArray();
  }
}
