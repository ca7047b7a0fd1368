package dev.sluice.router.plan;

import dev.sluice.schemas.attempt.CallTimeouts;
import dev.sluice.schemas.config.Deployment;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.config.Resolution;
import dev.sluice.schemas.decision.DeploymentStep;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.money.PriceBook;
import dev.sluice.schemas.money.Pricer;
import dev.sluice.schemas.money.PricingOutcome;
import dev.sluice.schemas.request.Envelope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Routes by the configuration in force, in the order that the configuration gives. */
public final class ConfiguredCatalog implements DeploymentCatalog {
  private final Supplier<GatewayConfig> config;

  /**
   * A catalogue.
   *
   * @param config the newest configuration whose topics are there
   */
  public ConfiguredCatalog(Supplier<GatewayConfig> config) {
    this.config = config;
  }

  @Override
  public Route route(Envelope envelope) {
    GatewayConfig current = config.get();
    return switch (current.resolve(envelope.getRequestedModel())) {
      case Resolution.Chain chain -> chain(current.priceBook(), chain.deployments(), envelope);
      case Resolution.UnknownModel unknown -> nowhere(ErrorKind.UNKNOWN_MODEL, unknown(unknown));
      case Resolution.NoProvider none ->
          nowhere(
              ErrorKind.UNKNOWN_MODEL,
              "none of the providers of the model "
                  + none.requestedModel()
                  + " is enabled: "
                  + String.join(", ", none.missingProviders()));
    };
  }

  private static Route chain(PriceBook book, List<Deployment> deployments, Envelope envelope) {
    List<DeploymentStep> steps = new ArrayList<>(deployments.size());
    for (Deployment deployment : deployments) {
      steps.add(step(book, deployment, envelope));
    }
    return new Route.Chain(steps, book.version());
  }

  private static DeploymentStep step(PriceBook book, Deployment deployment, Envelope envelope) {
    String provider = deployment.provider().name();
    String model = deployment.providerModel();
    Long limit = envelope.getMaxOutputTokens();
    if (limit == null || limit < 0) {
      limit = book.lookup(provider, model).map(Pricer::outputLimit).orElse(null);
    }
    return new DeploymentStep(
        deployment.id(),
        provider,
        model,
        new CallTimeouts(
            deployment.timeouts().connect().toMillis(),
            deployment.timeouts().firstToken().toMillis(),
            deployment.timeouts().idle().toMillis(),
            deployment.timeouts().total().toMillis()),
        limit,
        worstCase(book, provider, model, limit, envelope));
  }

  private static @Nullable Long worstCase(
      PriceBook book, String provider, String model, @Nullable Long limit, Envelope envelope) {
    PricingOutcome outcome =
        Pricer.worstCase(
            book,
            provider,
            model,
            Math.max(0, envelope.getInputTokensBound()),
            limit,
            Math.max(1, envelope.getChoices()));
    return switch (outcome) {
      case PricingOutcome.Priced priced -> priced.cost().value();
      case PricingOutcome.Unpriced unpriced -> null;
    };
  }

  private static String unknown(Resolution.UnknownModel unknown) {
    String text = "there is no model " + unknown.requestedModel();
    return unknown.nearest().isEmpty()
        ? text
        : text + "; did you mean " + String.join(" or ", unknown.nearest()) + "?";
  }

  private static Route nowhere(ErrorKind kind, String message) {
    return new Route.Nowhere(
        new ErrorInfo(kind.wireName(), 0, message, null, null, null, null, "route", ""));
  }
}
