package dev.sluice.schemas.config;

import dev.sluice.schemas.money.ModelPrice;
import dev.sluice.schemas.money.PriceBook;
import dev.sluice.schemas.money.PriceBooks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What requested model names stand for. Immutable. */
final class ModelNames {
  /** How many models a listing has at most. */
  static final int MOST_LISTED = 2_000;

  private static final int NEAREST = 3;

  /** Modes of models that are listed, in the order in which they are. */
  private static final List<String> LISTED = List.of("chat", "embedding", "rerank");

  private final Map<String, Provider> providers;
  private final Map<String, ModelRoute> models;
  private final CallDefaults defaults;
  private final Map<String, Resolution> configured = new HashMap<>();

  ModelNames(
      Map<String, Provider> providers, Map<String, ModelRoute> models, CallDefaults defaults) {
    this.providers = providers;
    this.models = models;
    this.defaults = defaults;
    models.forEach((name, model) -> configured.put(name, chain(model)));
  }

  Resolution resolve(String requested) {
    Resolution known = configured.get(requested);
    if (known != null) {
      return known;
    }
    int slash = requested.indexOf('/');
    if (slash > 0 && Names.isModelName(requested.substring(slash + 1))) {
      Provider provider = providers.get(requested.substring(0, slash));
      if (provider != null) {
        String model = requested.substring(slash + 1);
        DeploymentUse use = new DeploymentUse(provider.name(), model, null, null, null, null);
        return new Resolution.Chain(requested, List.of(deployment(provider, use)));
      }
    }
    return new Resolution.UnknownModel(requested, nearest(requested));
  }

  private Resolution chain(ModelRoute model) {
    List<Deployment> deployments = new ArrayList<>();
    Set<String> missing = new LinkedHashSet<>();
    for (DeploymentUse use : model.deployments()) {
      Provider provider = providers.get(use.provider());
      if (provider == null) {
        missing.add(use.provider());
      } else {
        deployments.add(deployment(provider, use));
      }
    }
    return deployments.isEmpty()
        ? new Resolution.NoProvider(model.name(), List.copyOf(missing))
        : new Resolution.Chain(model.name(), deployments);
  }

  private Deployment deployment(Provider provider, DeploymentUse use) {
    return new Deployment(use.id(), provider, use.providerModel(), Timeouts.of(defaults, use));
  }

  /** The same model of an enabled provider, then configured names that look alike. */
  private List<String> nearest(String requested) {
    if (requested.length() > 256) {
      return List.of();
    }
    Set<String> candidates = new TreeSet<>(models.keySet());
    models.values().forEach(model -> model.deployments().forEach(use -> candidates.add(use.id())));
    String bare = requested.substring(requested.indexOf('/') + 1);
    List<String> sameModel =
        candidates.stream()
            .filter(candidate -> candidate.endsWith("/" + bare) && !bare.isEmpty())
            .filter(
                candidate -> providers.containsKey(candidate.substring(0, candidate.indexOf('/'))))
            .toList();
    Set<String> nearest = new LinkedHashSet<>(sameModel);
    for (String provider : providers.keySet()) {
      if (PriceBooks.builtIn().lookup(provider, bare).isPresent()) {
        nearest.add(provider + "/" + bare);
      }
    }
    nearest.addAll(NearestNames.of(requested, candidates, NEAREST));
    int slash = requested.indexOf('/');
    if (slash > 0 && !bare.isEmpty()) {
      NearestNames.of(requested.substring(0, slash), providers.keySet(), 1)
          .forEach(provider -> nearest.add(provider + "/" + bare));
    }
    return nearest.stream().limit(NEAREST).toList();
  }

  List<ListedModel> listed(PriceBook book) {
    List<ListedModel> listed = new ArrayList<>();
    configured.keySet().stream()
        .sorted()
        .limit(MOST_LISTED)
        .forEach(name -> listed.add(new ListedModel(name, owner(name))));
    LISTED.forEach(mode -> list(book, mode, listed));
    return listed;
  }

  private void list(PriceBook book, String mode, List<ListedModel> listed) {
    for (Provider provider : providers.values()) {
      for (String model : book.modelsOf(provider.name())) {
        if (listed.size() >= MOST_LISTED) {
          return;
        }
        if (book.lookup(provider.name(), model).map(ModelPrice::mode).orElse("").equals(mode)) {
          listed.add(new ListedModel(provider.name() + "/" + model, provider.name()));
        }
      }
    }
  }

  private String owner(String model) {
    ModelRoute route = models.get(model);
    return route == null ? "" : route.deployments().getFirst().provider();
  }
}
