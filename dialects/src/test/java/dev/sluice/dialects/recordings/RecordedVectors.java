package dev.sluice.dialects.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.dialects.Dialects;
import dev.sluice.dialects.JsonAssert;
import dev.sluice.dialects.Recordings.Exchange;
import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.dialects.api.ProviderFailure;
import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.dialects.api.ReplyWish;
import dev.sluice.dialects.openai.embeddings.EmbeddingsCaller;
import dev.sluice.dialects.openai.rerank.RerankCaller;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.Operation;
import dev.sluice.schemas.chat.VectorForm;
import dev.sluice.schemas.error.ErrorKind;
import java.util.List;

/** A recorded answer with vectors or places, told to the one caller that there is for it. */
final class RecordedVectors {
  private final Exchange exchange;

  RecordedVectors(Exchange exchange) {
    this.exchange = exchange;
  }

  void check() {
    ProviderDialect provider = Dialects.provider(dialect(exchange.api())).orElseThrow();
    if (exchange.status() >= 300) {
      ProviderFailure failure =
          provider.failure(exchange.status(), exchange.headers(), exchange.body());
      assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
      var breaches = new Breaches();
      OpenAiErrors.check(
          failure.info(),
          new EmbeddingsCaller().error(failure.info(), RecordedAnswer.context()),
          breaches);
      assertThat(breaches.found()).isEmpty();
      return;
    }
    boolean rerank = exchange.api().endsWith("rerank");
    var base64 = exchange.reply().at("/data/0/embedding").isTextual();
    var call =
        new ProviderCall(
            "m",
            exchange.catalogueId(),
            null,
            false,
            rerank ? Operation.RERANK : Operation.EMBEDDING,
            new ReplyWish(base64 ? VectorForm.BASE64 : VectorForm.DECIMALS, List.of()));
    var reply =
        ((ProviderReply.Succeeded)
                provider.reply(call, exchange.status(), exchange.headers(), exchange.body()))
            .reply();
    if (rerank) {
      places(reply);
    } else {
      vectors(reply);
    }
  }

  private static String dialect(String api) {
    return switch (api) {
      case "cohere-v2-embed", "cohere-v2-rerank" -> "cohere";
      case "gemini-embedContent" -> "gemini";
      default -> "openai";
    };
  }

  private void vectors(CanonicalReply reply) {
    JsonNode told = JsonAssert.parse(new EmbeddingsCaller().reply(reply, RecordedAnswer.context()));
    JsonNode recorded = exchange.reply();
    JsonNode first =
        switch (exchange.api()) {
          case "cohere-v2-embed" -> recorded.at("/embeddings/float/0");
          case "gemini-embedContent" -> recorded.at("/embeddings/0/values");
          default -> recorded.at("/data/0/embedding");
        };
    assertThat(told.path("object").asText()).isEqualTo("list");
    assertThat(told.path("data")).hasSize(1);
    assertThat(told.at("/data/0/index").asInt(-1)).isZero();
    assertThat(first.isMissingNode()).isFalse();
    JsonAssert.assertSame("vector", first, told.at("/data/0/embedding"));
    long tokens =
        recorded.at("/usage/prompt_tokens").asLong()
            + recorded.at("/meta/billed_units/input_tokens").asLong()
            + recorded.at("/usageMetadata/promptTokenCount").asLong();
    assertThat(told.at("/usage/prompt_tokens").asLong()).isPositive().isEqualTo(tokens);
    assertThat(told.at("/usage/total_tokens").asLong()).isEqualTo(tokens);
  }

  private void places(CanonicalReply reply) {
    JsonNode told = JsonAssert.parse(new RerankCaller().reply(reply, RecordedAnswer.context()));
    JsonAssert.assertSame("places", exchange.reply().path("results"), told.path("results"));
    assertThat(told.at("/meta/billed_units")).isEqualTo(exchange.reply().at("/meta/billed_units"));
  }
}
