package dev.sluice.bench.translate;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Requests of callers as they are: a system prompt, some turns, tools, and their results. */
final class RequestSamples {
  /** Bytes of each. */
  static final int BYTES = 4096;

  private static final String FILL = "$FILL";
  private static final String WORDS =
      "The harbour lay still and the tide was \\\"late\\\" again.\\n";

  private static final String SCHEMA =
      """
      {"type":"object","properties":{"place":{"type":"string","description":"Name of a harbour"},\
      "days":{"type":"integer","minimum":1,"maximum":14},"unit":{"type":"string","enum":["m","ft"]}},\
      "required":["place"],"additionalProperties":false}\
      """;

  private static final String OPENAI =
      """
      {"model":"assistant","messages":[\
      {"role":"system","content":"You are a pilot who answers in short sentences. $FILL"},\
      {"role":"user","content":"When is high water in Lorn? $FILL"},\
      {"role":"assistant","content":null,"tool_calls":[{"id":"call_a1b2c3","type":"function",\
      "function":{"name":"tide","arguments":"{\\"place\\":\\"Lorn\\",\\"days\\":1}"}}]},\
      {"role":"tool","tool_call_id":"call_a1b2c3","content":"[{\\"high\\":\\"04:10\\"},{\\"high\\":\\"16:31\\"}]"},\
      {"role":"assistant","content":"At 04:10 and at 16:31."},\
      {"role":"user","content":[{"type":"text","text":"And tomorrow? $FILL"}]}],\
      "tools":[{"type":"function","function":{"name":"tide","description":"Tides of a place","parameters":$SCHEMA}},\
      {"type":"function","function":{"name":"wind","description":"Wind at a place","parameters":$SCHEMA}}],\
      "tool_choice":"auto","temperature":0.7,"top_p":0.9,"max_completion_tokens":512,"stop":["END"],"stream":true,\
      "stream_options":{"include_usage":true},"user":"u-17"}\
      """;

  private static final String ANTHROPIC =
      """
      {"model":"assistant","max_tokens":512,\
      "system":[{"type":"text","text":"You are a pilot who answers in short sentences. $FILL"}],\
      "messages":[{"role":"user","content":"When is high water in Lorn? $FILL"},\
      {"role":"assistant","content":[{"type":"tool_use","id":"toolu_a1b2c3","name":"tide","input":{"place":"Lorn","days":1}}]},\
      {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_a1b2c3","content":"[{\\"high\\":\\"04:10\\"},{\\"high\\":\\"16:31\\"}]"}]},\
      {"role":"assistant","content":[{"type":"text","text":"At 04:10 and at 16:31."}]},\
      {"role":"user","content":[{"type":"text","text":"And tomorrow? $FILL"}]}],\
      "tools":[{"name":"tide","description":"Tides of a place","input_schema":$SCHEMA},\
      {"name":"wind","description":"Wind at a place","input_schema":$SCHEMA}],\
      "tool_choice":{"type":"auto"},"temperature":0.7,"stop_sequences":["END"],"stream":true,\
      "metadata":{"user_id":"u-17"}}\
      """;

  private static final Map<String, String> BY_CLIENT =
      Map.of("openai", OPENAI, "anthropic", ANTHROPIC);

  private RequestSamples() {}

  /** The request of a caller of this dialect. */
  static byte[] of(String client) {
    String template = BY_CLIENT.get(client);
    if (template == null) {
      throw new IllegalArgumentException("no request of " + client);
    }
    String text = template.replace("$SCHEMA", SCHEMA);
    int places = (text.length() - text.replace(FILL, "").length()) / FILL.length();
    int room = BYTES - (text.length() - places * FILL.length());
    StringBuilder words = new StringBuilder();
    while (words.length() + WORDS.length() <= room / places) {
      words.append(WORDS);
    }
    String filled = text.replace(FILL, words);
    int end = filled.lastIndexOf('}');
    String rest = " ".repeat(BYTES - filled.length());
    return (filled.substring(0, end) + rest + '}').getBytes(StandardCharsets.UTF_8);
  }
}
