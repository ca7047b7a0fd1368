package dev.sluice.ingress.http;

import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.config.Deployment;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.config.ListedModel;
import dev.sluice.schemas.config.Resolution;
import dev.sluice.schemas.money.ModelFacts;
import dev.sluice.schemas.money.ModelPrice;
import dev.sluice.schemas.money.PriceTier;
import dev.sluice.schemas.money.Rate;
import dev.sluice.schemas.usage.TokenClass;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model of the list, with what the price book knows of its first deployment.
 *
 * @param id what callers write
 * @param ownedBy provider of its first deployment
 * @param price null where the book has none
 */
record OfferedModel(String id, String ownedBy, @Nullable ModelPrice price) {
  private static final Set<String> WITHOUT_CHAT = Set.of("embedding", "rerank");

  static OfferedModel of(ListedModel listed, GatewayConfig config) {
    Optional<ModelPrice> price = Optional.empty();
    if (config.resolve(listed.id()) instanceof Resolution.Chain chain) {
      price = price(chain.deployments().getFirst(), config);
    }
    return new OfferedModel(listed.id(), listed.ownedBy(), price.orElse(null));
  }

  static OfferedModel of(String id, Deployment first, GatewayConfig config) {
    return new OfferedModel(id, first.provider().name(), price(first, config).orElse(null));
  }

  private static Optional<ModelPrice> price(Deployment first, GatewayConfig config) {
    return config.priceBook().lookup(first.provider().name(), first.providerModel());
  }

  /** Whether it chats; the other dialects have no calls for models that do not. */
  boolean chats() {
    return price == null || !WITHOUT_CHAT.contains(price.mode());
  }

  /** What is known of limits and abilities. */
  ModelFacts facts() {
    return price == null ? ModelFacts.UNKNOWN : price.facts();
  }

  /** Writes the field {@code sluice}, where anything is known. What is not known is left out. */
  void writeTo(JsonText json) {
    ModelPrice known = price;
    if (known == null) {
      return;
    }
    ModelFacts facts = known.facts();
    json.object("sluice");
    if (facts.contextWindow() != null) {
      json.field("context_window", facts.contextWindow());
    }
    if (facts.maxOutput() != null) {
      json.field("max_output_tokens", facts.maxOutput());
    }
    flag(json, "tools", facts.tools());
    flag(json, "images", facts.vision());
    flag(json, "json_schema", facts.jsonSchema());
    rates(json, known.rates());
    if (!known.tiers().isEmpty()) {
      json.array("long_prompts");
      for (PriceTier tier : known.tiers()) {
        json.object().field("above_input_tokens", tier.aboveInputTokens());
        rates(json, tier.rates());
        json.endObject();
      }
      json.endArray();
    }
    json.endObject();
  }

  private static void rates(JsonText json, Map<TokenClass, Rate> rates) {
    json.object("usd_per_1m_tokens");
    for (Map.Entry<TokenClass, Rate> rate : rates.entrySet()) {
      json.field(rate.getKey().key(), rate.getValue().usdPerMillionTokens().toPlainString());
    }
    json.endObject();
  }

  private static void flag(JsonText json, String name, @Nullable Boolean value) {
    if (value != null) {
      json.field(name, value.booleanValue());
    }
  }
}
