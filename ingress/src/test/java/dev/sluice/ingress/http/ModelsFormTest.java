package dev.sluice.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.schemas.money.ModelFacts;
import dev.sluice.schemas.money.ModelPrice;
import dev.sluice.schemas.money.PriceTier;
import dev.sluice.schemas.money.Rate;
import dev.sluice.schemas.usage.TokenClass;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelsFormTest {
  private static final Instant CREATED = Instant.parse("2026-03-01T12:00:00Z");
  private static final OfferedModel KNOWN =
      new OfferedModel(
          "assistant",
          "openai",
          new ModelPrice(
              "chat",
              Map.of(TokenClass.INPUT, Rate.parse("0.15"), TokenClass.OUTPUT, Rate.parse("0.6")),
              new ModelFacts(128_000L, 16_384L, true, null, false)));
  private static final OfferedModel UNKNOWN = new OfferedModel("house", "house", null);
  private static final String SLUICE =
      "\"sluice\":{\"context_window\":128000,\"max_output_tokens\":16384,\"tools\":true,"
          + "\"json_schema\":false,\"usd_per_1m_tokens\":{\"input\":\"0.15\",\"output\":\"0.6\"}}";

  @Test
  void shouldTellWhatIsKnownBesideOpenAisFields() throws IOException {
    ModelsForm form = new ModelsForm.OpenAi(CREATED);

    assertThat(json(form.list(List.of(KNOWN, UNKNOWN))))
        .isEqualTo(
            json(
                "{\"object\":\"list\",\"data\":[{\"id\":\"assistant\",\"object\":\"model\","
                    + "\"created\":1772366400,\"owned_by\":\"openai\","
                    + SLUICE
                    + "},{\"id\":\"house\",\"object\":\"model\",\"created\":1772366400,"
                    + "\"owned_by\":\"house\"}]}"));
  }

  @Test
  void shouldTellWhatLongPromptsCost() throws IOException {
    ModelPrice price =
        new ModelPrice(
            "chat",
            Map.of(TokenClass.INPUT, Rate.parse("3"), TokenClass.OUTPUT, Rate.parse("15")),
            ModelFacts.UNKNOWN,
            List.of(new PriceTier(200_000, Map.of(TokenClass.INPUT, Rate.parse("6")))));

    byte[] told = new ModelsForm.OpenAi(CREATED).one(new OfferedModel("m", "p", price));

    assertThat(json(told).path("sluice"))
        .isEqualTo(
            json(
                "{\"usd_per_1m_tokens\":{\"input\":\"3\",\"output\":\"15\"},\"long_prompts\":"
                    + "[{\"above_input_tokens\":200000,\"usd_per_1m_tokens\":{\"input\":\"6\"}}]}"));
    assertThat(Description.problems("Model", json(told))).isEmpty();
  }

  @Test
  void shouldTellWhatIsKnownBesideAnthropicsFields() throws IOException {
    assertThat(json(new ModelsForm.Anthropic(CREATED).one(KNOWN)))
        .isEqualTo(
            json(
                "{\"type\":\"model\",\"id\":\"assistant\",\"display_name\":\"assistant\","
                    + "\"created_at\":\"2026-03-01T12:00:00Z\","
                    + SLUICE
                    + "}"));
  }

  @Test
  void shouldTellLimitsInGooglesWords() throws IOException {
    assertThat(json(new ModelsForm.Google().one(KNOWN)))
        .isEqualTo(
            json(
                "{\"name\":\"models/assistant\",\"displayName\":\"assistant\","
                    + "\"supportedGenerationMethods\":[\"generateContent\",\"streamGenerateContent\"],"
                    + "\"inputTokenLimit\":128000,\"outputTokenLimit\":16384,"
                    + SLUICE
                    + "}"));
  }

  private static JsonNode json(byte[] bytes) throws IOException {
    return new ObjectMapper().readTree(bytes);
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }
}
