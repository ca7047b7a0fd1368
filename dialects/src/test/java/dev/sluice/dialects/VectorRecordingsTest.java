package dev.sluice.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.dialects.Recordings.Exchange;
import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.dialects.openai.embeddings.EmbeddingsCaller;
import dev.sluice.dialects.openai.rerank.RerankCaller;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded embeddings and rerankings pass through, no digit and no bit of them lost. */
final class VectorRecordingsTest {
  private static final CanonicalCodec CODEC = new CanonicalCodec();
  private static final ReplyContext CONTEXT = new ReplyContext("req-1", "vectors", 1, false);
  private static final EmbeddingsCaller EMBEDDINGS = new EmbeddingsCaller();

  private static Exchange exchange(String api, String name) {
    return Recordings.of(api).stream()
        .filter(each -> each.kind().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static ProviderDialect dialect(String name) {
    return Dialects.provider(name).orElseThrow();
  }

  private static ReadRequest.Parsed embeddings(ObjectNode body) {
    return (ReadRequest.Parsed) EMBEDDINGS.read(bytes(body));
  }

  private static ObjectNode body(String model, String input) {
    return JsonNodeFactory.instance.objectNode().put("model", model).put("input", input);
  }

  private static CanonicalReply reply(ProviderReply reply) {
    return CODEC.reply(CODEC.encode(((ProviderReply.Succeeded) reply).reply()));
  }

  private static void assertUsage(CanonicalReply reply, long input) {
    TokenUsage usage = Optional.ofNullable(reply.getUsage()).orElseThrow();
    assertThat(usage.getSource()).isEqualTo(UsageSource.PROVIDER);
    assertThat(usage.getInput()).isEqualTo(input);
    assertThat(usage.getOutput()).isZero();
    assertThat(usage.getCachedInput()).isNull();
    assertThat(usage.getBilledCalls()).isEmpty();
  }

  private static float[] floats(String base64) {
    var buffer =
        ByteBuffer.wrap(Base64.getDecoder().decode(base64))
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    var floats = new float[buffer.remaining()];
    buffer.get(floats);
    return floats;
  }

  @Test
  void shouldPassOpenAisBase64OnAsItWas() {
    // Given
    Exchange exchange = exchange("openai-embeddings", "plain");
    ReadRequest.Parsed asked = embeddings((ObjectNode) exchange.request());
    ProviderDialect provider = dialect("openai");
    var call =
        ProviderCall.of(
            asked.request(), exchange.request().path("model").asText(), "openai", 0L, false);

    // When
    CanonicalReply reply = reply(provider.reply(call, 200, exchange.headers(), exchange.body()));

    // Then
    JsonAssert.assertSame(
        "request",
        exchange.request(),
        JsonAssert.parse(provider.request(asked.request(), call).body()));
    assertThat(provider.path(asked.request(), call)).isEqualTo("/embeddings");
    JsonAssert.assertSame(
        "reply", exchange.reply(), JsonAssert.parse(EMBEDDINGS.reply(reply, CONTEXT)));
    assertUsage(reply, 5);
  }

  @Test
  void shouldGiveOpenAisBase64AsDecimalsToWhoWantsThem() {
    // Given
    Exchange exchange = exchange("openai-embeddings", "plain");
    ObjectNode wish = ((ObjectNode) exchange.request()).deepCopy().put("encoding_format", "float");
    var call = ProviderCall.of(embeddings(wish).request(), "m", "openai", 0L, false);

    // When
    CanonicalReply reply = reply(dialect("openai").reply(call, 200, Map.of(), exchange.body()));

    // Then
    JsonNode decimals = JsonAssert.parse(EMBEDDINGS.reply(reply, CONTEXT)).at("/data/0/embedding");
    float[] bits = floats(exchange.reply().at("/data/0/embedding").asText());
    assertThat(decimals).hasSize(256).hasSize(bits.length);
    for (int i = 0; i < bits.length; i++) {
      assertThat(Float.parseFloat(decimals.get(i).asText())).isEqualTo(bits[i]);
    }
  }

  @Test
  void shouldPassMistralsDecimalsOnToTheLastDigit() {
    // Given
    Exchange exchange = exchange("mistral-embeddings", "plain");
    ReadRequest.Parsed asked = embeddings((ObjectNode) exchange.request());
    ProviderDialect provider = dialect("openai");
    var call =
        ProviderCall.of(
            asked.request(), exchange.request().path("model").asText(), "mistral", 0L, false);

    // When
    CanonicalReply reply = reply(provider.reply(call, 200, exchange.headers(), exchange.body()));

    // Then
    JsonAssert.assertSame(
        "request",
        exchange.request(),
        JsonAssert.parse(provider.request(asked.request(), call).body()));
    JsonAssert.assertSame(
        "reply", exchange.reply(), JsonAssert.parse(EMBEDDINGS.reply(reply, CONTEXT)));
    assertUsage(reply, 5);
  }

  @Test
  void shouldReadGeminisVectors() {
    // Given
    Exchange exchange = exchange("gemini-embedContent", "plain");
    JsonNode recorded = exchange.request().at("/requests/0");
    ReadRequest.Parsed asked =
        embeddings(
            body("google/gemini-embedding-2", recorded.at("/content/parts/0/text").asText())
                .put("dimensions", 768));
    ProviderDialect provider = dialect("gemini");
    var call = ProviderCall.of(asked.request(), "gemini-embedding-2", "google", 0L, false);

    // When
    CanonicalReply reply = reply(provider.reply(call, 200, exchange.headers(), exchange.body()));

    // Then
    assertThat(provider.path(asked.request(), call))
        .isEqualTo("/models/gemini-embedding-2:embedContent");
    JsonAssert.assertSame(
        "one of the requests",
        recorded,
        JsonAssert.parse(provider.request(asked.request(), call).body()));
    JsonNode written = JsonAssert.parse(EMBEDDINGS.reply(reply, CONTEXT));
    JsonAssert.assertSame(
        "vector", exchange.reply().at("/embeddings/0/values"), written.at("/data/0/embedding"));
    assertThat(written.path("model").asText()).isEqualTo("vectors");
    assertThat(written.path("usage").toString())
        .isEqualTo("{\"prompt_tokens\":8,\"total_tokens\":8}");
    assertUsage(reply, 8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"float", "base64"})
  void shouldReadCoheresVectors(String format) {
    // Given
    Exchange exchange = exchange("cohere-v2-embed", "plain");
    JsonNode recorded = exchange.request();
    ReadRequest.Parsed asked =
        embeddings(
            body("m", recorded.at("/texts/0").asText())
                .put("dimensions", 1024)
                .put("encoding_format", format));
    ProviderDialect provider = dialect("cohere");
    var call = ProviderCall.of(asked.request(), "embed-v4.0", "cohere", 0L, false);

    // When
    CanonicalReply reply = reply(provider.reply(call, 200, exchange.headers(), exchange.body()));

    // Then
    assertThat(provider.path(asked.request(), call)).isEqualTo("/embed");
    JsonAssert.assertSame(
        "request", recorded, JsonAssert.parse(provider.request(asked.request(), call).body()));
    JsonNode values = exchange.reply().at("/embeddings/float/0");
    JsonNode written = JsonAssert.parse(EMBEDDINGS.reply(reply, CONTEXT)).at("/data/0/embedding");
    if (format.equals("float")) {
      JsonAssert.assertSame("vector", values, written);
    } else {
      float[] bits = floats(written.asText());
      assertThat(bits).hasSize(values.size());
      for (int i = 0; i < bits.length; i++) {
        assertThat(bits[i]).isEqualTo(Float.parseFloat(values.get(i).asText()));
      }
    }
    assertUsage(reply, 7);
  }

  @Test
  void shouldReadCoheresRanking() {
    // Given
    Exchange exchange = exchange("cohere-v2-rerank", "plain");
    var caller = new RerankCaller();
    var asked =
        (ReadRequest.Parsed)
            caller.read(
                bytes(((ObjectNode) exchange.request()).deepCopy().put("return_documents", true)));
    ProviderDialect provider = dialect("cohere");
    var call = ProviderCall.of(asked.request(), "rerank-v3.5", "cohere", 0L, false);

    // When
    CanonicalReply reply = reply(provider.reply(call, 200, exchange.headers(), exchange.body()));

    // Then
    JsonAssert.assertSame(
        "request",
        exchange.request(),
        JsonAssert.parse(provider.request(asked.request(), call).body()));
    JsonNode written = JsonAssert.parse(caller.reply(reply, CONTEXT));
    assertThat(written.at("/results/1/document/text").asText())
        .isEqualTo("Rails is a Ruby framework");
    for (JsonNode result : written.path("results")) {
      ((ObjectNode) result).remove("document");
    }
    JsonAssert.assertSame("results", exchange.reply().path("results"), written.path("results"));
    assertThat(written.at("/meta/billed_units/search_units").asLong()).isEqualTo(1);
    TokenUsage usage = Optional.ofNullable(reply.getUsage()).orElseThrow();
    assertThat(usage.getBilledCalls()).isEqualTo(Map.of("search_unit", 1L));
    assertThat(usage.getInput()).isZero();
    assertThat(usage.getSource()).isEqualTo(UsageSource.PROVIDER);
  }

  @Test
  void shouldTellOpenAisRefusal() {
    Exchange exchange = exchange("openai-embeddings", "error-400-invalid-request");

    ProviderFailure failure = dialect("openai").failure(400, exchange.headers(), exchange.body());

    assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
    JsonAssert.assertSame(
        "error",
        exchange.reply(),
        JsonAssert.parse(EMBEDDINGS.error(failure.info(), CONTEXT).body()));
  }

  @Test
  void shouldTellVoyagesRefusalInOpenAisWords() {
    // Given
    Exchange exchange = exchange("voyage-embeddings", "error-400-invalid-request");
    ObjectNode recorded = (ObjectNode) exchange.request();
    ReadRequest.Parsed asked = embeddings(recorded.deepCopy());
    var call = ProviderCall.of(asked.request(), "nonexistent", "voyage", 0L, false);

    // When
    JsonNode written = JsonAssert.parse(dialect("openai").request(asked.request(), call).body());
    ProviderFailure failure = dialect("openai").failure(400, exchange.headers(), exchange.body());

    // Then
    JsonAssert.assertSame(
        "request", JsonAssert.without(recorded, "output_dimension", "output_dtype"), written);
    assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
    JsonNode error =
        JsonAssert.parse(EMBEDDINGS.error(failure.info(), CONTEXT).body()).path("error");
    assertThat(error.path("message").asText()).isEqualTo(exchange.reply().path("detail").asText());
    assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
  }

  private static byte[] bytes(JsonNode json) {
    try {
      return new ObjectMapper().writeValueAsBytes(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
