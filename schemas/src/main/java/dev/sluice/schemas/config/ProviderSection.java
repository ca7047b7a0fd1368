package dev.sluice.schemas.config;

import dev.sluice.schemas.money.PriceOverride;
import dev.sluice.schemas.money.Rate;
import dev.sluice.schemas.usage.TokenClass;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads providers: what the catalogue knows by name need not be written. */
final class ProviderSection {
  private static final String COMPATIBLE = "openai-compatible";

  private final ReadContext context;
  private final Set<String> names = new LinkedHashSet<>();

  ProviderSection(ReadContext context) {
    this.context = context;
  }

  /** Names of all providers that the file tries to define, good or not. */
  Set<String> names() {
    return names;
  }

  List<ProviderSettings> read(YamlSection section) {
    List<ProviderSettings> providers = new ArrayList<>();
    section
        .sections()
        .forEach((name, provider) -> read(section, name, provider).ifPresent(providers::add));
    return providers;
  }

  private Optional<ProviderSettings> read(YamlSection parent, String name, YamlSection section) {
    names.add(name);
    boolean named = Names.isName(name);
    if (!named) {
      parent.problem(parent.keyAt(name), section.path(), "expected " + Names.RULE, "");
    }
    Optional<ProviderCatalogue.Known> known = ProviderCatalogue.find(name);
    Optional<ProviderType> type = type(parent, name, section, known);
    Optional<URI> url = baseUrl(section, type);
    @Nullable SecretReference apiKey = apiKey(name, section, known);
    List<PriceOverride> prices = prices(name, section);
    section.finish();
    return named && type.isPresent() && url.isPresent()
        ? Optional.of(
            new ProviderSettings(new Provider(name, type.get(), url.get(), apiKey), prices))
        : Optional.empty();
  }

  private static Optional<ProviderType> type(
      YamlSection parent,
      String name,
      YamlSection section,
      Optional<ProviderCatalogue.Known> known) {
    Optional<ProviderType> own = section.value("type", ScalarForm.PROVIDER_TYPE);
    if (own.isPresent() || section.has("type")) {
      return own;
    }
    if (known.isEmpty()) {
      List<String> near =
          NearestNames.of(
              name,
              ProviderCatalogue.all().stream().map(ProviderCatalogue.Known::name).toList(),
              1);
      section.problem(
          parent.keyAt(name),
          section.pathOf("type"),
          "is missing, and this provider is not in the catalogue",
          near.isEmpty()
              ? "write type: openai-compatible and its base_url"
              : "did you mean '" + near.getFirst() + "'? or write its type and base_url");
    }
    return known.map(ProviderCatalogue.Known::type);
  }

  private static Optional<URI> baseUrl(YamlSection section, Optional<ProviderType> type) {
    if (section.has("base_url")) {
      return section.value("base_url", ScalarForm.BASE_URL);
    }
    boolean compatible =
        section.scalar("type").map(Scalar::text).filter(COMPATIBLE::equals).isPresent();
    if (compatible) {
      section.problem(
          section.at(),
          section.pathOf("base_url"),
          "is missing",
          "write for example base_url: http://10.0.0.7:8000/v1");
      return Optional.empty();
    }
    return type.map(one -> ProviderCatalogue.homeOf(one).baseUrl());
  }

  private @Nullable SecretReference apiKey(
      String name, YamlSection section, Optional<ProviderCatalogue.Known> known) {
    Optional<Scalar> scalar = section.scalar("api_key");
    String variable =
        known
            .map(ProviderCatalogue.Known::credentialVariable)
            .orElse(
                Names.isName(name)
                    ? name.toUpperCase(Locale.ROOT).replace('-', '_') + "_API_KEY"
                    : "PROVIDER_API_KEY");
    if (scalar.isEmpty()) {
      if (!section.has("api_key") && !section.has("base_url")) {
        section.problem(
            section.at(), section.pathOf("api_key"), "is missing", "write ${" + variable + "}");
      }
      return null;
    }
    Optional<SecretReference> reference = SecretReference.parse(scalar.get().text());
    if (reference.isEmpty()) {
      Secrets.refuse(context, scalar.get(), variable);
    } else if (context.credentials()) {
      Secrets.check(context, scalar.get(), reference.get());
    }
    return reference.orElse(null);
  }

  private static List<PriceOverride> prices(String provider, YamlSection section) {
    List<PriceOverride> prices = new ArrayList<>();
    boolean all = section.has("price");
    YamlSection price = section.section("price");
    if (all) {
      price(provider, PriceOverride.ANY_MODEL, price).ifPresent(prices::add);
    }
    YamlSection byModel = section.section("prices");
    byModel.sections().forEach((model, own) -> price(provider, model, own).ifPresent(prices::add));
    return prices;
  }

  private static Optional<PriceOverride> price(String provider, String model, YamlSection section) {
    Map<TokenClass, Rate> rates = new EnumMap<>(TokenClass.class);
    for (TokenClass tokenClass : TokenClass.ALL) {
      section
          .value(tokenClass.key(), ScalarForm.PRICE)
          .ifPresent(usd -> rates.put(tokenClass, Rate.ofUsdPerMillionTokens(usd)));
    }
    for (TokenClass needed : List.of(TokenClass.INPUT, TokenClass.OUTPUT)) {
      if (!section.has(needed.key())) {
        section.problem(
            section.at(),
            section.pathOf(needed.key()),
            "is missing",
            "a price has input and output, in USD per one million tokens");
      }
    }
    section.finish();
    return rates.containsKey(TokenClass.INPUT) && rates.containsKey(TokenClass.OUTPUT)
        ? Optional.of(new PriceOverride(provider, model, rates))
        : Optional.empty();
  }
}
