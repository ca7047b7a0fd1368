package dev.sluice.schemas.money;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.schemas.usage.TokenClass;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Overrides as stable JSON text, named by a hash of that text.
 *
 * @param version base version, a plus sign, and twelve hex digits of the SHA-256 of the body
 */
public record PriceBookText(String version, String bodyJson) {
  private static final int HASH_DIGITS = 12;
  private static final ObjectMapper JSON = new ObjectMapper();

  static PriceBookText write(String base, List<PriceOverride> overrides) {
    ObjectNode body = JSON.createObjectNode();
    body.put("base", base);
    ArrayNode prices = body.putArray("prices");
    overrides.stream()
        .sorted(Comparator.comparing(PriceOverride::provider).thenComparing(PriceOverride::model))
        .forEach(override -> prices.add(node(override)));
    String text = body.toString();
    return new PriceBookText(base + "+" + hash(text), text);
  }

  private static ObjectNode node(PriceOverride override) {
    ObjectNode node = JSON.createObjectNode();
    node.put("provider", override.provider());
    node.put("model", override.model());
    write(node.putObject("usd_per_1m_tokens"), override.rates());
    if (!override.tiers().isEmpty()) {
      ArrayNode tiers = node.putArray("tiers");
      for (PriceTier tier : override.tiers()) {
        ObjectNode one = tiers.addObject().put("above", tier.aboveInputTokens());
        write(one.putObject("usd_per_1m_tokens"), tier.rates());
      }
    }
    if (!override.facts().equals(ModelFacts.UNKNOWN)) {
      write(node.putObject("facts"), override.facts());
    }
    return node;
  }

  private static void write(ObjectNode node, Map<TokenClass, Rate> rates) {
    for (TokenClass tokenClass : TokenClass.ALL) {
      Rate rate = rates.get(tokenClass);
      if (rate != null) {
        node.put(tokenClass.key(), rate.usdPerMillionTokens().toPlainString());
      }
    }
  }

  private static void write(ObjectNode node, ModelFacts facts) {
    node.put("context_window", facts.contextWindow());
    node.put("max_output", facts.maxOutput());
    node.put("tools", facts.tools());
    node.put("images", facts.vision());
    node.put("json_schema", facts.jsonSchema());
    node.properties().removeIf(field -> field.getValue().isNull());
  }

  private static ModelFacts facts(JsonNode node) {
    return new ModelFacts(
        count(node.path("context_window")),
        count(node.path("max_output")),
        flag(node.path("tools")),
        flag(node.path("images")),
        flag(node.path("json_schema")));
  }

  private static @Nullable Long count(JsonNode node) {
    return node.isIntegralNumber() ? Long.valueOf(node.longValue()) : null;
  }

  private static @Nullable Boolean flag(JsonNode node) {
    return node.isBoolean() ? Boolean.valueOf(node.booleanValue()) : null;
  }

  /** What a body says: a catalogue under overrides. */
  record Read(PriceBook base, List<PriceOverride> overrides) {}

  /** What is in a body; empty where it is none or its hash is not the one in the version. */
  static Optional<Read> read(String version, String body) {
    int plus = version.indexOf('+');
    if (plus < 0 || !hash(body).equals(version.substring(plus + 1))) {
      return Optional.empty();
    }
    try {
      JsonNode root = JSON.readTree(body);
      String name = root.path("base").asText();
      Optional<PriceBook> base = PriceBooks.catalogue(name);
      if (!version.substring(0, plus).equals(name) || base.isEmpty()) {
        return Optional.empty();
      }
      List<PriceOverride> overrides = new ArrayList<>();
      for (JsonNode price : root.path("prices")) {
        overrides.add(override(price));
      }
      return Optional.of(new Read(base.get(), overrides));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static PriceOverride override(JsonNode node) {
    List<PriceTier> tiers = new ArrayList<>();
    for (JsonNode tier : node.path("tiers")) {
      tiers.add(new PriceTier(tier.path("above").asLong(), rates(tier.path("usd_per_1m_tokens"))));
    }
    return new PriceOverride(
        node.path("provider").asText(),
        node.path("model").asText(),
        rates(node.path("usd_per_1m_tokens")),
        facts(node.path("facts")),
        tiers);
  }

  private static Map<TokenClass, Rate> rates(JsonNode given) {
    Map<TokenClass, Rate> rates = new EnumMap<>(TokenClass.class);
    for (TokenClass tokenClass : TokenClass.ALL) {
      if (given.has(tokenClass.key())) {
        rates.put(tokenClass, Rate.parse(given.path(tokenClass.key()).asText()));
      }
    }
    return rates;
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
