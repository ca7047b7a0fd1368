package dev.sluice.schemas.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads defaults and models. */
final class ObjectSections {
  private static final String LATER = "take it out; a later version will have it";

  private ObjectSections() {}

  static CallDefaults defaults(YamlSection section) {
    CallDefaults standard = CallDefaults.BUILT_IN;
    CallDefaults defaults =
        new CallDefaults(
            section.value("deadline", ScalarForm.SPAN_OF_TIME, standard.deadline()),
            section.value("first_token_timeout", ScalarForm.SPAN_OF_TIME, standard.firstToken()),
            section.value("idle_timeout", ScalarForm.SPAN_OF_TIME, standard.idle()),
            section.value("connect_timeout", ScalarForm.SPAN_OF_TIME, standard.connect()));
    section.finish();
    return defaults;
  }

  /** The models. {@code providers} are all names that a deployment may use. */
  static List<ModelRoute> models(YamlSection section, Set<String> providers) {
    List<ModelRoute> models = new ArrayList<>();
    section
        .sections()
        .forEach((name, model) -> model(section, name, model, providers).ifPresent(models::add));
    return models;
  }

  private static Optional<ModelRoute> model(
      YamlSection parent, String name, YamlSection section, Set<String> providers) {
    boolean named = Names.isModelName(name);
    if (!named) {
      parent.problem(parent.keyAt(name), section.path(), "expected " + Names.MODEL_RULE, "");
    }
    strategy(section);
    section.notYet("sticky", LATER);
    section.notYet("cache", LATER);
    List<DeploymentUse> uses = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (YamlSection deployment : section.list("deployments")) {
      Optional<DeploymentUse> use = deployment(deployment, providers);
      use.filter(one -> !seen.add(one.id()))
          .ifPresent(one ->
              deployment.problem(
                  deployment.keyAt("use"),
                  deployment.pathOf("use"),
                  "this model has the deployment " + one.id() + " twice",
                  "keep one of them"));
      use.ifPresent(uses::add);
    }
    if (section.isEmptyList("deployments")) {
      section.problem(
          section.at(),
          section.pathOf("deployments"),
          "a model needs at least one deployment",
          "write for example deployments: [ { use: openai/gpt-4o-mini } ]");
    }
    section.finish();
    return named && !uses.isEmpty()
        ? Optional.of(new ModelRoute(name, Strategy.PRIORITY, uses))
        : Optional.empty();
  }

  private static void strategy(YamlSection section) {
    Optional<Scalar> strategy = section.scalar("strategy");
    if (strategy.isEmpty() || strategy.get().text().equals("priority")) {
      return;
    }
    boolean later =
        Set.of("weighted", "cost", "latency", "quality", "least-busy", "complexity")
            .contains(strategy.get().text());
    section.problem(
        strategy.get().at(),
        strategy.get().path(),
        later
            ? "the strategy '" + strategy.get().text() + "' is not in this version"
            : "expected a strategy, found " + Shown.of(strategy.get().text()),
        "write priority: deployments are tried in their order");
  }

  private static Optional<DeploymentUse> deployment(YamlSection section, Set<String> providers) {
    Optional<Scalar> use = section.scalar("use");
    if (!section.has("use")) {
      section.problem(
          section.at(), section.pathOf("use"), "is missing", "write use: provider/model");
    }
    Optional<DeploymentUse> read =
        use.flatMap(scalar -> split(section, scalar, providers))
            .map(parts ->
                new DeploymentUse(
                    parts[0],
                    parts[1],
                    section.value("timeout", ScalarForm.SPAN_OF_TIME).orElse(null),
                    section.value("first_token_timeout", ScalarForm.SPAN_OF_TIME).orElse(null),
                    section.value("idle_timeout", ScalarForm.SPAN_OF_TIME).orElse(null),
                    section.value("connect_timeout", ScalarForm.SPAN_OF_TIME).orElse(null)));
    for (String key :
        List.of("timeout", "first_token_timeout", "idle_timeout", "connect_timeout")) {
      section.has(key);
    }
    section.notYet("error_threshold", LATER);
    section.notYet("weight", LATER);
    section.finish();
    return read;
  }

  private static Optional<String[]> split(YamlSection section, Scalar use, Set<String> providers) {
    int slash = use.text().indexOf('/');
    String provider = slash < 0 ? "" : use.text().substring(0, slash);
    String model = use.text().substring(slash + 1);
    if (!Names.isName(provider) || !Names.isModelName(model)) {
      section.problem(
          use.at(),
          use.path(),
          "expected provider/model, found " + Shown.of(use.text()),
          "write for example openai/gpt-4o-mini");
      return Optional.empty();
    }
    if (!providers.contains(provider)) {
      section.problem(
          use.at(),
          use.path(),
          "there is no provider '" + provider + "'",
          add(provider, providers));
      return Optional.empty();
    }
    return Optional.of(new String[] {provider, model});
  }

  private static String add(String provider, Set<String> providers) {
    if (ProviderCatalogue.find(provider).isPresent()) {
      return "add " + provider + ": {} to providers; its facts are in the catalogue";
    }
    List<String> near = NearestNames.of(provider, providers, 1);
    return near.isEmpty()
        ? "add it to providers"
        : "did you mean '" + near.getFirst() + "'? or add it to providers";
  }
}
