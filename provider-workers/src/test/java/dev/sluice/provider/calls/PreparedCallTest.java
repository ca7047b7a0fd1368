package dev.sluice.provider.calls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.provider.anthropic.AnthropicProvider;
import dev.sluice.provider.catalog.Endpoint;
import dev.sluice.provider.catalog.Endpoints;
import dev.sluice.provider.metric.ProviderMetrics;
import dev.sluice.provider.openai.OpenAiProvider;
import dev.sluice.schemas.kafka.BrokerClock;
import dev.sluice.schemas.money.PriceBooks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which output limit a provider is told. gpt-4o-mini makes 16384 tokens at most. */
class PreparedCallTest {
  private static final long OWN = 16_384;
  private static final ProviderDialect OPENAI = OpenAiProvider.ADAPTER.dialect();
  private static final ProviderDialect ANTHROPIC = AnthropicProvider.ADAPTER.dialect();
  private static final String LIMITED =
      "{\"model\":\"m\",\"max_tokens\":99999,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

  @Test
  void shouldTellNoLimitWhenItIsTheModelsOwn() throws IOException {
    JsonNode body = body(OPENAI, Attempts.attempt().outputLimit(OWN));

    assertThat(body.has("max_tokens")).isFalse();
    assertThat(body.has("max_completion_tokens")).isFalse();
  }

  @Test
  void shouldTellALimitWhenItIsLowerThanTheModelsOwn() throws IOException {
    JsonNode body = body(OPENAI, Attempts.attempt().outputLimit(OWN - 1));

    assertThat(body.path("max_completion_tokens").asLong()).isEqualTo(OWN - 1);
  }

  @Test
  void shouldTellTheLimitWhenTheCallerSetOne() throws IOException {
    JsonNode body = body(OPENAI, Attempts.attempt().body(LIMITED).outputLimit(99_999));

    assertThat(body.path("max_tokens").asLong()).isEqualTo(99_999);
  }

  @Test
  void shouldTellTheModelsOwnLimitWhenTheDialectNeedsOne() throws IOException {
    JsonNode body = body(ANTHROPIC, Attempts.attempt().outputLimit(OWN));

    assertThat(body.path("max_tokens").asLong()).isEqualTo(OWN);
  }

  private static JsonNode body(ProviderDialect dialect, Attempts attempt) throws IOException {
    Endpoint endpoint =
        Endpoint.at("openai", URI.create("http://127.0.0.1:1/v1"), Map.of(), dialect);
    PreparedCall.Outcome outcome = PreparedCall.of(attempt.make(), endpoint, services(endpoint));
    return new ObjectMapper().readTree(((PreparedCall.Outcome.Ready) outcome).call().body());
  }

  private static CallServices services(Endpoint endpoint) {
    return new CallServices(
        "worker-1",
        new MemorySink(),
        new BrokerClock(InstantSource.system()),
        () -> Endpoints.of(endpoint),
        version -> PriceBooks.resolve(version, any -> Optional.empty()),
        new CanonicalCodec(),
        new OpenAiDialect(),
        CallLimits.DEFAULTS,
        new CallBounds(4 << 20, 64 << 10, 1 << 20, 16),
        new ProviderMetrics(new SimpleMeterRegistry()),
        new FailureLog(),
        Runnable::run);
  }
}
