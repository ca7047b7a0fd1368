package dev.sluice.router.admission;

import dev.sluice.router.inflight.Decisions;
import dev.sluice.router.plan.ConfiguredCatalog;
import dev.sluice.router.plan.Route;
import dev.sluice.router.topology.Samples;
import dev.sluice.schemas.config.Account;
import dev.sluice.schemas.config.Allowances;
import dev.sluice.schemas.config.Budget;
import dev.sluice.schemas.config.ConfigBody;
import dev.sluice.schemas.config.ConfigObject;
import dev.sluice.schemas.config.ConfigObjects;
import dev.sluice.schemas.config.CurrentPriceBook;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.config.PriceBookBody;
import dev.sluice.schemas.config.Project;
import dev.sluice.schemas.config.Provider;
import dev.sluice.schemas.config.ProviderType;
import dev.sluice.schemas.config.RateLimit;
import dev.sluice.schemas.control.ConfigEntry;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.money.PriceBookText;
import dev.sluice.schemas.money.PriceBooks;
import dev.sluice.schemas.money.PriceOverride;
import dev.sluice.schemas.money.Rate;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.usage.TokenClass;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * Asks an admission about requests of the project search, and folds what it grants. An output token
 * of the model costs 2,000 nano-dollars, an input token 1,000; the model {@code free} costs
 * nothing, {@code unknown} has no price.
 */
final class Asking {
  static final long T0 = 1_800_000_000_000L;
  static final long INPUT_TOKENS = 10;
  static final long INPUT_COST = INPUT_TOKENS * 1_000;

  final Counters counters = new Counters();
  private final GatewayConfig config;
  private final ConfiguredAdmission admission;
  private long offset;
  private int requests;

  Asking(List<Budget> budgets, List<RateLimit> limits) {
    this(new Project("search", new Allowances(budgets, limits)));
  }

  Asking(ConfigBody... bodies) {
    PriceBookText book =
        PriceBooks.textOf(List.of(price("priced", "1", "2"), price("free", "0", "0")));
    GatewayConfig all = GatewayConfig.empty();
    all = with(all, new Provider("p", ProviderType.OPENAI, URI.create("http://p/v1"), null));
    all = with(all, new PriceBookBody(book.version(), book.bodyJson()));
    all = with(all, new CurrentPriceBook(book.version()));
    for (ConfigBody body : bodies) {
      all = with(all, body);
    }
    GatewayConfig built = all;
    config = built;
    admission = new ConfiguredAdmission(() -> built);
  }

  static Account group(String name, Allowances allowances, String... projects) {
    return new Account(name, List.of(projects), allowances);
  }

  private static PriceOverride price(String model, String input, String output) {
    return new PriceOverride(
        "p",
        model,
        Map.of(
            TokenClass.INPUT,
            Rate.ofUsdPerMillionTokens(new BigDecimal(input)),
            TokenClass.OUTPUT,
            Rate.ofUsdPerMillionTokens(new BigDecimal(output))));
  }

  private static GatewayConfig with(GatewayConfig config, ConfigBody body) {
    ConfigObject object = ConfigObjects.of(body);
    return config.with(
        ConfigEntry.newBuilder()
            .setKind(object.kind())
            .setName(object.name())
            .setRevision(1)
            .setBodyJson(object.bodyJson())
            .setManagedBy("file")
            .build(),
        config.appliedOffset() + 1);
  }

  GatewayConfig config() {
    return config;
  }

  /** A request of this user for so much output. */
  Envelope envelope(String model, long maxOutput, String user, String... tags) {
    Envelope envelope = Samples.envelope(Samples.id(requests++), "p/" + model);
    envelope.setAccount("search");
    envelope.setInputTokensBound(INPUT_TOKENS);
    envelope.setMaxOutputTokens(maxOutput);
    envelope.setUser(user);
    envelope.setTags(List.of(tags));
    return envelope;
  }

  AdmissionDecision ask(Envelope envelope, long atMs) {
    return admission.admit(asked(envelope, atMs));
  }

  private Admission.Asked asked(Envelope envelope, long atMs) {
    Route.Chain chain = chain(envelope);
    return new Admission.Asked(
        envelope,
        chain.steps().getFirst(),
        chain.priceVersion(),
        true,
        new Admission.Ground(counters, atMs, atMs));
  }

  private Route.Chain chain(Envelope envelope) {
    return (Route.Chain) new ConfiguredCatalog(() -> config).route(envelope);
  }

  /** Asks, and folds the decision where it is granted. */
  AdmissionDecision take(Envelope envelope, long atMs) {
    AdmissionDecision decided = ask(envelope, atMs);
    if (decided instanceof AdmissionDecision.Granted granted) {
      counters.fold(decision(envelope, granted, atMs), ++offset, atMs);
    }
    return decided;
  }

  Decision decision(Envelope envelope, AdmissionDecision.Granted granted, long atMs) {
    return Decisions.admit(envelope, offset, atMs, atMs + 60_000, chain(envelope), granted);
  }

  void fold(Decision decision, long atMs) {
    counters.fold(decision, ++offset, atMs);
  }
}
