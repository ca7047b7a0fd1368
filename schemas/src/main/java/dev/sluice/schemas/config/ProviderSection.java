package dev.sluice.schemas.config;

import dev.sluice.schemas.money.PriceOverride;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads providers: what the catalogue knows by name need not be written. */
final class ProviderSection {
  /** Not an id of the catalogue, so that it stands for one of its own kind. */
  private static final String COMPATIBLE = "openai-compatible";

  private static final String LIKE = "like";
  private static final String TYPE = "type";
  private static final String BASE_URL = "base_url";
  private static final String API_KEY = "api_key";
  private static final String API = "api";

  private static final String API_VERSION = "api_version";

  /** Word of the catalogue for who can be called with the model in the path. */
  private static final String DEPLOYMENT_PATHS = "deployment-paths";

  private static final ScalarForm<String> API_VERSION_FORM =
      new ScalarForm<>(
          "a version of the API",
          "2024-10-21",
          text -> Optional.of(text).filter(CallTerms::isApiVersion));

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
    for (String key : List.of(LIKE, TYPE, BASE_URL, API_KEY, API)) {
      section.has(key);
    }
    Optional<String> like = like(name, section);
    Optional<ProviderType> type =
        like.flatMap(id -> type(parent, name, section, ProviderCatalogue.find(id)));
    Optional<KnownProvider> known =
        like.flatMap(ProviderCatalogue::find)
            .filter(one -> type.filter(one.type()::equals).isPresent());
    Optional<String> version = apiVersion(section, known);
    var signing = new SigningSection(context, section);
    Optional<String> region = signing.region();
    Optional<URI> url =
        type.isPresent()
            ? baseUrl(section, type.get(), known, region)
            : section.value(BASE_URL, ScalarForm.BASE_URL);
    boolean regional = known.map(KnownProvider::address).filter(a -> a.regional()).isPresent();
    type.ifPresent(one -> signing.refuseFor(one, regional));
    @Nullable SigningKeys keys = signing.written() ? signing.read() : null;
    @Nullable SecretReference apiKey =
        signing.written() ? null : apiKey(name, section, known, type.isPresent());
    if (keys != null && type.isPresent() && url.isPresent()) {
      URI at = url.get();
      if (type.get() == ProviderType.BEDROCK) {
        region = region.or(() -> ProviderCatalogue.homeOf(type.get()).address().regionOf(at));
      }
      if (region.isEmpty()) {
        signing.needsRegion();
      }
    }
    Optional<ProviderApi> api = api(section, type);
    List<PriceOverride> prices = PriceSection.read(name, section);
    section.finish();
    boolean signable =
        keys == null
            || (type.filter(ProviderType.BEDROCK::equals).isPresent() && region.isPresent());
    return named && type.isPresent() && url.isPresent() && api.isPresent() && signable
        ? Optional.of(
            new ProviderSettings(
                new Provider(
                    name,
                    type.get(),
                    url.get(),
                    apiKey,
                    like.orElse(name),
                    new CallTerms(
                        keys,
                        region.orElse(null),
                        version.orElse(null),
                        api.get(),
                        plugin(section))),
                prices))
        : Optional.empty();
  }

  /**
   * Id in the catalogue that the provider takes its facts from: its own name where nothing else is
   * written. Who writes that it is just compatible takes none, even under a name that is there.
   * Empty with a problem noted where there is no such id.
   */
  private static Optional<String> like(String name, YamlSection section) {
    boolean written = section.has(LIKE);
    Optional<Scalar> like = section.scalar(LIKE);
    if (!written) {
      return Optional.of(isCompatible(section) && known(name) ? COMPATIBLE : name);
    }
    if (like.isPresent() && !known(like.get().text())) {
      List<String> near = ProviderCatalogue.nearest(like.get().text(), 1);
      section.problem(
          like.get().at(),
          like.get().path(),
          "there is no provider " + Shown.of(like.get().text()) + " in the catalogue",
          near.isEmpty()
              ? "sluice providers list prints all of them"
              : "did you mean '" + near.getFirst() + "'?");
      return Optional.empty();
    }
    return like.map(Scalar::text);
  }

  private static boolean known(String id) {
    return ProviderCatalogue.find(id).isPresent();
  }

  private static String plugin(YamlSection section) {
    return section.scalar(TYPE).map(Scalar::text).map(ProviderType::pluginIn).orElse("");
  }

  private static boolean isCompatible(YamlSection section) {
    return section.scalar(TYPE).map(Scalar::text).filter(COMPATIBLE::equals).isPresent();
  }

  private static Optional<ProviderType> type(
      YamlSection parent, String name, YamlSection section, Optional<KnownProvider> known) {
    boolean written = section.has(TYPE);
    if (written && section.has(LIKE)) {
      section.problem(
          section.keyAt(TYPE),
          section.pathOf(TYPE),
          "like says it already",
          "take one of them out");
      return Optional.empty();
    }
    if (written) {
      return section.value(TYPE, ScalarForm.PROVIDER_TYPE);
    }
    if (known.isEmpty()) {
      List<String> near = ProviderCatalogue.nearest(name, 1);
      section.problem(
          parent.keyAt(name),
          section.pathOf(TYPE),
          "is missing, and this provider is not in the catalogue",
          near.isEmpty()
              ? "write type: openai-compatible and its base_url"
              : "did you mean '" + near.getFirst() + "'? or write its type and base_url");
    }
    return known.map(KnownProvider::type);
  }

  /** Only OpenAI has two APIs for the same thing. */
  private static Optional<ProviderApi> api(YamlSection section, Optional<ProviderType> type) {
    if (!section.has(API)) {
      return Optional.of(ProviderApi.CHAT);
    }
    Optional<ProviderApi> api = section.value(API, ScalarForm.PROVIDER_API);
    if (api.isPresent() && type.isPresent() && !api.get().isOf(type.get())) {
      section.problem(
          section.keyAt(API),
          section.pathOf(API),
          "is " + api.get().text() + ", which providers of type " + type.get().text() + " lack",
          "take it out");
      return Optional.empty();
    }
    if (api.isPresent() && api.get() != ProviderApi.CHAT && section.has(API_VERSION)) {
      section.problem(
          section.keyAt(API_VERSION),
          section.pathOf(API_VERSION),
          "is for the api chat",
          "take it out: responses have no version in their path");
      return Optional.empty();
    }
    return api;
  }

  private static Optional<URI> baseUrl(
      YamlSection section,
      ProviderType type,
      Optional<KnownProvider> known,
      Optional<String> region) {
    if (section.has(BASE_URL)) {
      return section
          .value(BASE_URL, ScalarForm.BASE_URL)
          .map(url -> known.map(one -> withPath(url, one, section.has(API_VERSION))).orElse(url));
    }
    if (isCompatible(section) || type == ProviderType.PLUGIN) {
      section.problem(
          section.at(),
          section.pathOf(BASE_URL),
          "is missing",
          "write for example base_url: http://10.0.0.7:8000/v1");
      return Optional.empty();
    }
    KnownProvider facts = known.orElseGet(() -> ProviderCatalogue.homeOf(type));
    KnownProvider.Address address = facts.address();
    Optional<URI> url = region.isPresent() ? address.in(region.get()) : address.fixed();
    if (url.isEmpty()) {
      boolean regional = address.regional();
      section.problem(
          section.at(),
          section.pathOf(regional ? "region" : BASE_URL),
          "is missing: in the address of "
              + facts.displayName()
              + " there is something of your own",
          regional
              ? "write for example region: us-east-1, or base_url"
              : "write base_url: "
                  + address.template()
                  + " with your "
                  + String.join(", ", address.placeholders()));
    }
    return url;
  }

  /**
   * Where models are in the paths, the address is that of the whole resource; where they are not,
   * an address without any path takes that of the catalogue.
   */
  private static URI withPath(URI url, KnownProvider known, boolean versioned) {
    if (!known.quirks().contains(DEPLOYMENT_PATHS)) {
      return url;
    }
    String usual = known.address().path();
    String text = url.toString();
    if (versioned) {
      return text.endsWith(usual)
          ? URI.create(text.substring(0, text.length() - usual.length()))
          : url;
    }
    return url.getRawPath().isEmpty() ? URI.create(text + usual) : url;
  }

  /** Version of an API that has models in its paths; empty where there is none. */
  private static Optional<String> apiVersion(YamlSection section, Optional<KnownProvider> known) {
    boolean taken = known.filter(one -> one.quirks().contains(DEPLOYMENT_PATHS)).isPresent();
    if (section.has(API_VERSION) && !taken) {
      section.problem(
          section.keyAt(API_VERSION),
          section.pathOf(API_VERSION),
          "is for azure-openai and what is like it",
          "take it out, or write like: azure-openai");
    }
    return section.value(API_VERSION, API_VERSION_FORM);
  }

  /**
   * Where no credential is written the one of the customary variable is taken, but never sent to an
   * address that the catalogue does not know.
   */
  private @Nullable SecretReference apiKey(
      String name, YamlSection section, Optional<KnownProvider> known, boolean typed) {
    boolean written = section.has(API_KEY);
    Optional<Scalar> scalar = section.scalar(API_KEY);
    String variable = variable(name, known);
    if (scalar.isEmpty()) {
      return written || !typed ? null : customary(section, known, variable);
    }
    Optional<SecretReference> reference = SecretReference.parse(scalar.get().text());
    if (reference.isEmpty()) {
      Secrets.refuse(context, scalar.get(), variable);
    } else if (context.credentials()) {
      Secrets.check(context, scalar.get(), reference.get());
    }
    return reference.orElse(null);
  }

  private @Nullable SecretReference customary(
      YamlSection section, Optional<KnownProvider> known, String variable) {
    boolean elsewhere =
        section.has(BASE_URL) && known.filter(one -> one.address().fixed().isEmpty()).isEmpty();
    boolean free = known.isPresent() && !known.get().needsCredential();
    if (elsewhere || free) {
      return null;
    }
    Optional<SecretReference> reference = known.flatMap(KnownProvider::customaryReference);
    if (reference.isEmpty()) {
      section.problem(
          section.at(), section.pathOf(API_KEY), "is missing", "write ${" + variable + "}");
    } else if (context.credentials()) {
      Secrets.check(
          context,
          new Scalar(reference.get().text(), section.at(), section.pathOf(API_KEY)),
          reference.get());
    }
    return reference.orElse(null);
  }

  /** What to name a variable in a remedy. */
  private static String variable(String name, Optional<KnownProvider> known) {
    return known
        .map(one -> one.access().variable())
        .filter(variable -> !variable.isEmpty())
        .orElse(
            Names.isName(name) && Character.isLetter(name.charAt(0))
                ? name.toUpperCase(Locale.ROOT).replace('-', '_') + "_API_KEY"
                : "PROVIDER_API_KEY");
  }
}
