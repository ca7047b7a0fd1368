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
    ObjectNode rates = node.putObject("usd_per_1m_tokens");
    for (TokenClass tokenClass : TokenClass.ALL) {
      Rate rate = override.rates().get(tokenClass);
      if (rate != null) {
        rates.put(tokenClass.key(), rate.usdPerMillionTokens().toPlainString());
      }
    }
    if (!override.facts().equals(ModelFacts.UNKNOWN)) {
      write(node.putObject("facts"), override.facts());
    }
    return node;
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

  /** The overrides in a body; empty where it is none or its hash is not the one in the version. */
  static Optional<List<PriceOverride>> read(String version, String body) {
    int plus = version.indexOf('+');
    if (plus < 0 || !hash(body).equals(version.substring(plus + 1))) {
      return Optional.empty();
    }
    try {
      JsonNode root = JSON.readTree(body);
      if (!version.substring(0, plus).equals(root.path("base").asText())
          || !root.path("base").asText().equals(PriceBooks.builtInVersion())) {
        return Optional.empty();
      }
      List<PriceOverride> overrides = new ArrayList<>();
      for (JsonNode price : root.path("prices")) {
        overrides.add(override(price));
      }
      return Optional.of(overrides);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static PriceOverride override(JsonNode node) {
    Map<TokenClass, Rate> rates = new EnumMap<>(TokenClass.class);
    JsonNode given = node.path("usd_per_1m_tokens");
    for (TokenClass tokenClass : TokenClass.ALL) {
      if (given.has(tokenClass.key())) {
        rates.put(tokenClass, Rate.parse(given.path(tokenClass.key()).asText()));
      }
    }
    return new PriceOverride(
        node.path("provider").asText(),
        node.path("model").asText(),
        rates,
        facts(node.path("facts")));
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
