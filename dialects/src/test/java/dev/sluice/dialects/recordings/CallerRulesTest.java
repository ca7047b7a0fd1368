package dev.sluice.dialects.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.dialects.JsonAssert;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.Choice;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.FinishReason;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules hold for what the writers write, and each of them is broken by some damage. */
final class CallerRulesTest {
  static Stream<CallerRules> rules() {
    return Callers.all().stream();
  }

  private static TokenUsage usage() {
    TokenUsage usage = Canonical.usage(UsageSource.PROVIDER);
    usage.setInput(100L);
    usage.setCachedInput(30L);
    usage.setCacheWrite(20L);
    usage.setOutput(7L);
    usage.setReasoning(5L);
    return usage;
  }

  private static CanonicalReply reply() {
    CanonicalReply reply = Canonical.reply("other");
    reply.setId("reply-1");
    reply.setModel("model-1");
    reply.setCreated(1_700_000_000L);
    reply.setUsage(usage());
    Choice choice = Canonical.choice(0);
    choice.setFinishReason(FinishReason.TOOL_CALLS);
    ContentPart thought = Canonical.part(ContentKind.REASONING);
    thought.setText("Let me look.");
    thought.setSignature("c2lnbmVk");
    choice.getParts().add(thought);
    choice.getParts().add(Canonical.text("Two cities: "));
    choice.getParts().add(call("call-1", "{\"city\":\"Rome\"}"));
    choice.getParts().add(call("call-2", "{\"city\":\"Oslo\"}"));
    reply.getChoices().add(choice);
    return reply;
  }

  private static ContentPart call(String id, String arguments) {
    ContentPart call = Canonical.part(ContentKind.TOOL_CALL);
    call.setToolCallId(id);
    call.setToolName("weather");
    call.setArguments(arguments);
    return call;
  }

  private static List<ReplyEvents> events() {
    List<CanonicalEvent> events = new ArrayList<>();
    CanonicalEvent start = Canonical.event(EventKind.START);
    start.setId("reply-1");
    start.setName("model-1");
    events.add(start);
    events.add(piece(EventKind.REASONING_DELTA, "Let me "));
    events.add(piece(EventKind.REASONING_DELTA, "look."));
    events.add(piece(EventKind.SIGNATURE, "c2lnbmVk"));
    events.add(piece(EventKind.TEXT_DELTA, "Two "));
    events.add(piece(EventKind.TEXT_DELTA, "cities: "));
    for (int tool = 0; tool < 2; tool++) {
      CanonicalEvent call = Canonical.event(EventKind.TOOL_CALL_START);
      call.setTool(tool);
      call.setId("call-" + tool);
      call.setName("weather");
      events.add(call);
      for (String text : List.of("{\"city\":", "\"Rome\"}")) {
        CanonicalEvent arguments = piece(EventKind.TOOL_ARGS_DELTA, text);
        arguments.setTool(tool);
        events.add(arguments);
      }
    }
    CanonicalEvent finish = Canonical.event(EventKind.FINISH);
    finish.setFinishReason(FinishReason.TOOL_CALLS);
    events.add(finish);
    CanonicalEvent used = Canonical.event(EventKind.USAGE);
    used.setUsage(usage());
    events.add(used);
    return List.of(Canonical.events("other", events));
  }

  private static CanonicalEvent piece(EventKind kind, String text) {
    CanonicalEvent event = Canonical.event(kind);
    event.setText(text);
    event.setPart(kind == EventKind.TEXT_DELTA ? 1 : 0);
    return event;
  }

  @ParameterizedTest
  @MethodSource("rules")
  void shouldHoldForWhatIsWritten(CallerRules rules) {
    CanonicalReply reply = reply();
    JsonNode whole = RecordedAnswer.whole(reply, Callers.dialect(rules));
    List<ReplyEvents> events = events();
    List<SseEvent> stream = RecordedAnswer.stream(events, Callers.dialect(rules));

    assertThat(rules.whole(Told.of(reply), whole)).isEmpty();
    assertThat(rules.stream(RecordedAnswer.told(events), stream)).isEmpty();
  }

  /** Dialect, what is damaged, with what, and the rule that tells. */
  static Stream<Arguments> damages() {
    return Stream.of(
        Arguments.of("openai", "Two cities: ", "Two cities:", "text"),
        Arguments.of("openai", "Let me look.", "Let me.", "reasoning"),
        Arguments.of("openai", "c2lnbmVk", "c2lnbmVr", "proofs of reasoning"),
        Arguments.of("openai", "Rome", "Rom", "call arguments"),
        Arguments.of("openai", "call-2", "call-1", "call ids apart"),
        Arguments.of("openai", "weather", "wether", "call names"),
        Arguments.of("openai", "reason\":\"tool_calls\"", "reason\":\"stop\"", "finish reason"),
        Arguments.of("openai", "\"prompt_tokens\":150", "\"prompt_tokens\":100", "usage input"),
        Arguments.of("openai", "\"cached_tokens\":30", "\"cached_tokens\":50", "usage cached"),
        Arguments.of("openai", "\"refusal\":null", "\"refused\":null", "message fields"),
        Arguments.of("anthropic", "Two cities: ", "Two cities:", "text"),
        Arguments.of("anthropic", "c2lnbmVk", "", "proofs"),
        Arguments.of("anthropic", "{\"city\":\"Rome\"}", "\"Rome\"", "input is an object"),
        Arguments.of("anthropic", "tool_use\",\"stop", "end_turn\",\"stop", "stop reason"),
        Arguments.of("anthropic", "\"input_tokens\":100", "\"input_tokens\":150", "usage input"),
        Arguments.of("anthropic", "\"output_tokens\":12", "\"output_tokens\":7", "usage output"),
        Arguments.of("gemini", "Two cities: ", "Two cities:", "text"),
        Arguments.of("gemini", ",\"thought\":true", "", "reasoning"),
        Arguments.of("gemini", "call-2", "call-3", "call ids"),
        Arguments.of("gemini", "\"STOP\"", "\"MAX_TOKENS\"", "finish reason"),
        Arguments.of("gemini", "TokenCount\":7", "TokenCount\":12", "usage output"),
        Arguments.of("responses", "Two cities: ", "Two cities:", "text"),
        Arguments.of("responses", "anthropic:", "gemini:", "proofs"),
        Arguments.of("responses", "\"call_id\":\"call-1\"", "\"call_id\":\"\"", "call ids"),
        Arguments.of("responses", "\"completed\"", "\"incomplete\"", "status"),
        Arguments.of("responses", "\"total_tokens\":162", "\"total_tokens\":112", "usage total"),
        Arguments.of("completions", "Two cities: ", "Two cities:", "text"),
        Arguments.of("completions", "\"stop\"", "\"tool_calls\"", "finish reason"),
        Arguments.of("completions", "\"logprobs\":null", "\"tool_calls\":[]", "choice fields"));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void shouldTellADamagedAnswer(String dialect, String was, String becomes, String rule) {
    // Given
    CallerRules rules =
        rules().filter(one -> one.dialect().equals(dialect)).findFirst().orElseThrow();
    CanonicalReply reply = reply();
    String good = RecordedAnswer.whole(reply, Callers.dialect(rules)).toString();
    assertThat(good).contains(was);

    // When
    List<String> breaches =
        rules.whole(Told.of(reply), JsonAssert.parse(good.replace(was, becomes)));

    // Then
    assertThat(breaches).anyMatch(breach -> breach.startsWith(rule + ":"));
  }

  /** Dialect, the event that is lost, and the rule that tells. */
  static Stream<Arguments> losses() {
    return Stream.of(
        Arguments.of("openai", "[DONE]", "end mark"),
        Arguments.of("openai", "\"role\":\"assistant\"", "role first"),
        Arguments.of("openai", "\"id\":\"call-0\"", "id of the call"),
        Arguments.of("openai", "\"finish_reason\":\"tool_calls\"", "finish reason"),
        Arguments.of("openai", "\"prompt_tokens\"", "usage input"),
        Arguments.of("openai", "cities", "text"),
        Arguments.of("anthropic", "message_start", "message_start first"),
        Arguments.of("anthropic", "content_block_start", "number of the block"),
        Arguments.of("anthropic", "content_block_stop", "one block at a time"),
        Arguments.of("anthropic", "message_delta", "message_delta before message_stop"),
        Arguments.of("anthropic", "message_stop", "message_stop"),
        Arguments.of("anthropic", "Rome", "input is JSON unless it is cut"),
        Arguments.of("gemini", "finishReason", "finish reason"),
        Arguments.of("gemini", "functionCall", "call names"),
        Arguments.of("responses", "response.created", "created first"),
        Arguments.of("responses", "response.output_item.added", "item of a delta"),
        Arguments.of("responses", "response.output_item.done", "all items ended"),
        Arguments.of("responses", "response.output_text.delta", "item of its deltas"),
        Arguments.of("responses", "\"type\":\"response.completed\"", "an end"),
        Arguments.of("completions", "cities", "text"),
        Arguments.of("completions", "\"finish_reason\":\"stop\"", "finish reason"),
        Arguments.of("completions", "[DONE]", "end mark"));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void shouldTellALostEvent(String dialect, String part, String rule) {
    // Given
    CallerRules rules =
        rules().filter(one -> one.dialect().equals(dialect)).findFirst().orElseThrow();
    List<ReplyEvents> events = events();
    List<SseEvent> stream = new ArrayList<>(RecordedAnswer.stream(events, Callers.dialect(rules)));
    SseEvent lost =
        stream.stream().filter(event -> event.text().contains(part)).findFirst().orElseThrow();

    // When
    stream.remove(lost);
    List<String> breaches = rules.stream(RecordedAnswer.told(events), stream);

    // Then
    assertThat(breaches).anyMatch(breach -> breach.startsWith(rule + ":"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void shouldTellASecondEnd(CallerRules rules) {
    List<ReplyEvents> events = events();
    List<SseEvent> stream = new ArrayList<>(RecordedAnswer.stream(events, Callers.dialect(rules)));
    stream.add(stream.getLast());

    assertThat(rules.stream(RecordedAnswer.told(events), stream)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void shouldTellAnErrorOfAnotherStatusOrKind(CallerRules rules) {
    // Given
    ErrorInfo error = Canonical.error(ErrorKind.PROVIDER_OVERLOADED, 529, "Overloaded.");
    ErrorReply good = Callers.dialect(rules).error(error, RecordedAnswer.context());
    String body = new String(good.body(), StandardCharsets.UTF_8);
    var otherStatus = new ErrorReply(500, Map.of(), good.body());
    var otherWords = new ErrorReply(good.status(), Map.of(), bytes(body.replace("Overl", "Unl")));
    ObjectNode other = (ObjectNode) JsonAssert.parse(body);
    ((ObjectNode) other.path("error")).put("stack", "at dev.sluice");
    var more = new ErrorReply(good.status(), Map.of(), bytes(other.toString()));

    // Then
    assertThat(rules.error(error, good)).isEmpty();
    assertThat(first(rules.error(error, otherStatus))).startsWith("error status:");
    assertThat(rules.error(error, otherWords))
        .anyMatch(breach -> breach.startsWith("error message:"));
    assertThat(first(rules.error(error, more))).startsWith("error fields:");
  }

  private static String first(List<String> breaches) {
    return Objects.requireNonNull(breaches.getFirst());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
