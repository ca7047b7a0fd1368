package dev.sluice.proofs.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.SseException;
import dev.sluice.proofs.gateway.GatewayFile;
import dev.sluice.proofs.gateway.LocalGateway;
import dev.sluice.simulator.SimulatorConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every recorded OpenAI chat exchange: the official SDK sends the recorded request to the gateway,
 * the simulator answers only what it has a recording of to the letter, and the SDK must see what
 * was recorded. And every recorded Anthropic answer, asked for by name through an Anthropic
 * deployment: the SDK must see what the rules of translation make of it. And every recorded
 * response of OpenAI's, asked for by name through a deployment that is called over responses.
 */
@Tag("broker")
@EnabledIf(
    value = "dev.sluice.proofs.recordings.Exchange#recorded",
    disabledReason = "there are no recordings beside this checkout")
class RecordedExchangesIT {
  @TempDir static Path folder;
  private static LocalGateway gateway;
  private static SdkCaller sdk;

  @BeforeAll
  static void start() throws InterruptedException {
    List<Exchange> openAi = Exchange.of(Exchange.OPENAI_CHAT);
    gateway =
        LocalGateway.start(
            folder,
            SimulatorConfig.defaults().withPlayback(Exchange.folder(), true),
            url -> RecordedProviders.file(url, openAi, Exchange.of(Exchange.OPENAI_RESPONSES)));
    sdk = new SdkCaller(gateway.url(), GatewayFile.KEY);
  }

  @AfterAll
  static void stop() {
    if (sdk != null) {
      sdk.close();
      gateway.close();
    }
  }

  static Stream<Exchange> wholeReplies() {
    return Exchange.of(Exchange.OPENAI_CHAT).stream().filter(Exchange::whole);
  }

  static Stream<Exchange> streams() {
    return Exchange.of(Exchange.OPENAI_CHAT).stream().filter(Exchange::streamed);
  }

  static Stream<Exchange> errors() {
    return Exchange.of(Exchange.OPENAI_CHAT).stream().filter(Exchange::failed);
  }

  static Stream<Exchange> messages() {
    return Exchange.of(Exchange.ANTHROPIC).stream().filter(Exchange::whole);
  }

  static Stream<Exchange> messageStreams() {
    return Exchange.of(Exchange.ANTHROPIC).stream().filter(Exchange::streamed);
  }

  static Stream<Exchange> messageErrors() {
    return Exchange.of(Exchange.ANTHROPIC).stream().filter(Exchange::failed);
  }

  static Stream<Exchange> responses() {
    return Exchange.of(Exchange.OPENAI_RESPONSES).stream();
  }

  @ParameterizedTest
  @MethodSource("responses")
  void shouldGiveTheRecordedResponse(Exchange exchange) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put(
        "model",
        exchange.provider() + RecordedProviders.OF_RESPONSES + "/exchange:" + exchange.id());
    request.put("input", "Hello");

    if (exchange.whole()) {
      SameJson.check(exchange.name(), exchange.reply(), sdk.askForResponse(request));
    } else if (exchange.streamed()) {
      List<JsonNode> events = exchange.events();
      events.forEach(event -> ((ObjectNode) event).remove("obfuscation"));
      List<JsonNode> told = sdk.streamResponse(request);
      ObjectNode usage = (ObjectNode) told.getLast().path("response").path("usage");
      assertThat(usage.path("sluice").path("attempts").asInt()).isEqualTo(1);
      usage.remove("sluice");
      SameJson.check(exchange.name(), array(events), array(told));
    } else {
      OpenAIServiceException thrown =
          catchThrowableOfType(OpenAIServiceException.class, () -> sdk.askForResponse(request));
      assertThat(thrown).as("nothing was thrown").isNotNull();
      int status = exchange.status() == 401 ? 502 : exchange.status();
      assertThat(thrown.statusCode()).isEqualTo(status);
      if (status != 502) {
        SameJson.check(
            exchange.name(), exchange.reply().path("error"), SdkCaller.json(thrown.body()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("wholeReplies")
  void shouldGiveTheRecordedReply(Exchange exchange) {
    SameJson.check(exchange.name(), exchange.reply(), sdk.ask(request(exchange)));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void shouldGiveTheRecordedChunks(Exchange exchange) {
    // Given
    ObjectNode request = request(exchange);
    boolean usageAsked = request.path("stream_options").path("include_usage").asBoolean();

    // When
    SdkCaller.Streamed streamed = sdk.stream(request);

    // Then
    List<JsonNode> events = exchange.events();
    List<JsonNode> chunks = withoutOwn(exchange, streamed.chunks());
    SameJson.check(exchange.name(), array(OpenAiRules.chunks(events, usageAsked)), array(chunks));
    JsonNode error = events.getLast().path("error");
    assertThat(streamed.error().isPresent()).isEqualTo(error.isObject());
    if (error.isObject()) {
      // The words are the provider's; the code is ours and says that the stream is not complete.
      SseException thrown = streamed.error().orElseThrow();
      assertThat(thrown.code()).contains("stream_broken");
      assertThat(SdkCaller.json(thrown.body()).path("message")).isEqualTo(error.path("message"));
    }
  }

  @ParameterizedTest
  @MethodSource("errors")
  void shouldThrowTheRecordedError(Exchange exchange) {
    // When
    OpenAIServiceException thrown =
        catchThrowableOfType(OpenAIServiceException.class, () -> sdk.ask(request(exchange)));

    // Then
    assertThat(thrown).as("nothing was thrown").isNotNull();
    if (exchange.status() == 401) {
      // That the provider refused the gateway's own credential is no 401 to the caller, whose key
      // is
      // good, and the provider's words may quote the credential.
      assertThat(thrown).isInstanceOf(SdkCaller.typeOf(502));
      assertThat(thrown.statusCode()).isEqualTo(502);
      assertThat(thrown.code()).contains("provider_authentication");
      return;
    }
    assertThat(thrown).isExactlyInstanceOf(SdkCaller.typeOf(exchange.status()));
    assertThat(thrown.statusCode()).isEqualTo(exchange.status());
    JsonNode error = exchange.reply().path("error");
    assertThat(thrown).hasMessageContaining(error.path("message").asText());
    SameJson.check(exchange.name(), error, SdkCaller.json(thrown.body()));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void shouldGiveTheMeaningOfTheMessage(Exchange exchange) {
    // When
    JsonNode reply = sdk.ask(request(exchange));

    // Then
    MessageMeaning meaning = MessageMeaning.ofMessage(exchange.reply());
    JsonNode choice = reply.path("choices").path(0);
    meaning.checkEnvelope(reply, "chat.completion");
    meaning.checkMessage(choice.path("message"), choice.path("finish_reason").asText());
    meaning.checkUsage(reply.path("usage"));
  }

  @ParameterizedTest
  @MethodSource("messageStreams")
  void shouldGiveTheMeaningOfTheMessageStream(Exchange exchange) {
    // When
    SdkCaller.Streamed streamed = sdk.stream(request(exchange));

    // Then
    MessageMeaning meaning = MessageMeaning.ofEvents(exchange.events());
    ChunkFold fold = ChunkFold.of(streamed.chunks());
    streamed.chunks().forEach(chunk -> meaning.checkEnvelope(chunk, "chat.completion.chunk"));
    JsonNode error = exchange.events().getLast().path("error");
    if (error.isObject()) {
      meaning.checkParts(fold.message());
      assertThat(fold.finish()).isEmpty();
      SseException thrown = streamed.error().orElseThrow();
      assertThat(SdkCaller.json(thrown.body()).path("message")).isEqualTo(error.path("message"));
    } else {
      assertThat(streamed.error()).isEmpty();
      meaning.checkMessage(fold.message(), fold.finish());
      meaning.checkUsage(fold.usage());
      assertThat(fold.usage().path("sluice").path("cost_usd").isMissingNode()).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("messageErrors")
  void shouldThrowTheMeaningOfTheMessageError(Exchange exchange) {
    // When
    OpenAIServiceException thrown =
        catchThrowableOfType(OpenAIServiceException.class, () -> sdk.ask(request(exchange)));

    // Then
    assertThat(thrown).as("nothing was thrown").isNotNull();
    // Overload is 529 in the one dialect and 503 in the other.
    int status = exchange.status() == 529 ? 503 : exchange.status();
    assertThat(thrown).isExactlyInstanceOf(SdkCaller.typeOf(status));
    assertThat(thrown.statusCode()).isEqualTo(status);
    JsonNode error = exchange.reply().path("error");
    assertThat(thrown).hasMessageContaining(error.path("message").asText());
    assertThat(thrown.code().orElse(""))
        .isEqualTo(
            switch (exchange.kind()) {
              case "error-400-context-length" -> "context_length_exceeded";
              case "error-404-model" -> "model_not_found";
              case "error-429-rate-limit" -> "rate_limit_exceeded";
              case "error-529-overloaded" -> "overloaded";
              default -> "";
            });
  }

  /** The recorded request, sent to the recorded model of the recorded provider. */
  private static ObjectNode request(Exchange exchange) {
    ObjectNode request;
    String model;
    boolean ownDialect = exchange.name().contains(Exchange.OPENAI_CHAT);
    if (ownDialect && exchange.request().isObject() && !sharesItsRequest(exchange)) {
      request = exchange.request().deepCopy();
      model = request.path("model").asText();
    } else {
      // The request was not kept, or two answers to it were, or it is not in the caller's words.
      request = unkept(exchange);
      model = "exchange:" + exchange.id();
    }
    return request.put("model", exchange.provider() + "/" + model);
  }

  private static boolean sharesItsRequest(Exchange exchange) {
    return Exchange.of(Exchange.OPENAI_CHAT).stream()
            .filter(other -> other.request().equals(exchange.request()))
            .count()
        > 1;
  }

  private static ObjectNode unkept(Exchange exchange) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.putArray("messages").addObject().put("role", "user").put("content", "Hello");
    if (exchange.streamed()) {
      request.put("stream", true);
      if (exchange.events().stream().anyMatch(RecordedExchangesIT::tellsUsage)) {
        request.putObject("stream_options").put("include_usage", true);
      }
    }
    return request;
  }

  private static boolean tellsUsage(JsonNode event) {
    return event.path("usage").isObject() || event.path("message").path("usage").isObject();
  }

  /**
   * The chunks with {@link OpenAiRules#SLUICE} in the place of what Sluice says, which is checked.
   */
  private static List<JsonNode> withoutOwn(Exchange exchange, List<JsonNode> chunks) {
    List<JsonNode> without = new ArrayList<>(chunks);
    for (JsonNode chunk : without) {
      if (chunk.path("usage").has("sluice")) {
        JsonNode own = chunk.path("usage").path("sluice");
        assertThat(own.path("attempts").asInt()).isEqualTo(1);
        assertThat(own.path("deployment").asText()).startsWith(exchange.provider() + "/");
        assertThat(own.has("cost_usd")).isTrue();
        ((ObjectNode) chunk.path("usage")).set("sluice", OpenAiRules.SLUICE);
      }
    }
    return without;
  }

  private static JsonNode array(List<JsonNode> nodes) {
    return JsonNodeFactory.instance.arrayNode().addAll(nodes);
  }
}
