package dev.sluice.provider.calls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.provider.anthropic.AnthropicProvider;
import dev.sluice.provider.catalog.Endpoint;
import dev.sluice.provider.catalog.Endpoints;
import dev.sluice.provider.media.MediaBounds;
import dev.sluice.provider.media.RemoteMedia;
import dev.sluice.provider.metric.ProviderMetrics;
import dev.sluice.provider.openai.OpenAiProvider;
import dev.sluice.schemas.config.Unsupported;
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
      "{\"model\":\"m\",\"max_tokens\":9999,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

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
    JsonNode body = body(OPENAI, Attempts.attempt().body(LIMITED).outputLimit(9_999));

    assertThat(body.path("max_tokens").asLong()).isEqualTo(9_999);
  }

  @Test
  void shouldTellTheModelsOwnLimitWhenTheDialectNeedsOne() throws IOException {
    JsonNode body = body(ANTHROPIC, Attempts.attempt().outputLimit(OWN));

    assertThat(body.path("max_tokens").asLong()).isEqualTo(OWN);
  }

  @Test
  void shouldNameWhatTheProviderIsNotTold() {
    Attempts seeded =
        Attempts.attempt().body(LIMITED.replace("{\"model\"", "{\"seed\":7,\"model\""));

    assertThat(outcome(ANTHROPIC, seeded))
        .isInstanceOfSatisfying(
            PreparedCall.Outcome.Ready.class,
            ready -> assertThat(ready.call().dropped()).containsExactly("seed"));
    assertThat(outcome(OPENAI, seeded))
        .isInstanceOfSatisfying(
            PreparedCall.Outcome.Ready.class,
            ready -> assertThat(ready.call().dropped()).isEmpty());
  }

  @Test
  void shouldRefuseWhatTheProviderHasNoWordsFor() {
    Attempts twice = Attempts.attempt().body(LIMITED.replace("{\"model\"", "{\"n\":2,\"model\""));

    assertThat(outcome(ANTHROPIC, twice))
        .isInstanceOfSatisfying(
            PreparedCall.Outcome.Refused.class,
            refused -> assertThat(refused.error().info().getParam()).isEqualTo("n"));
  }

  @Test
  void shouldRefuseMoreThanTheModelMakes() {
    Attempts greedy = Attempts.attempt().body(LIMITED.replace("9999", "99999")).outputLimit(99_999);

    assertThat(outcome(OPENAI, greedy))
        .isInstanceOfSatisfying(
            PreparedCall.Outcome.Refused.class,
            refused ->
                assertThat(refused.error().info().getMessage())
                    .contains("gpt-4o-mini makes at most 16384 output tokens, not 99999"));
  }

  private static PreparedCall.Outcome outcome(ProviderDialect dialect, Attempts attempt) {
    Endpoint endpoint =
        Endpoint.at("openai", URI.create("http://127.0.0.1:1/v1"), Map.of(), dialect);
    CallServices services = services(endpoint);
    Attempt made = attempt.make();
    RequestPayload.Request read = (RequestPayload.Request) RequestPayload.of(made, services);
    return PreparedCall.of(made, endpoint, read.request(), services);
  }

  private static JsonNode body(ProviderDialect dialect, Attempts attempt) throws IOException {
    PreparedCall.Outcome outcome = outcome(dialect, attempt);
    return new ObjectMapper().readTree(((PreparedCall.Outcome.Ready) outcome).call().body());
  }

  private static CallServices services(Endpoint endpoint) {
    return new CallServices(
        "worker-1",
        new MemorySink(),
        new BrokerClock(InstantSource.system()),
        () -> Endpoints.of(endpoint),
        version -> PriceBooks.resolve(version, any -> Optional.empty()),
        project -> Unsupported.DROP,
        new RemoteMedia(MediaBounds.DEFAULTS, Runnable::run),
        new CanonicalCodec(),
        CallLimits.DEFAULTS,
        new CallBounds(4 << 20, 64 << 10, 1 << 20, 16),
        new ProviderMetrics(new SimpleMeterRegistry()),
        new FailureLog(),
        Runnable::run);
  }
}
