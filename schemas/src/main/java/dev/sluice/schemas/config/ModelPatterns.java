package dev.sluice.schemas.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads patterns of models, each of which can take something of what the file defines. */
final class ModelPatterns {
  private static final String EXAMPLE = "write for example openai/*";

  private final Set<String> providers;
  private final Set<String> models;

  /** What a pattern is held against. */
  enum Against {
    /** Deployments, always {@code provider/model}. */
    DEPLOYMENTS,
    /** What callers ask for: a configured model, or {@code provider/model}. */
    REQUESTS
  }

  private record Fault(String message, String remedy) {}

  /**
   * Patterns over these.
   *
   * @param providers all that a deployment may use
   * @param models names of the configured ones
   */
  ModelPatterns(Set<String> providers, Set<String> models) {
    this.providers = Set.copyOf(providers);
    this.models = Set.copyOf(models);
  }

  /** The pattern; empty with a problem noted where it can take nothing. */
  Optional<String> read(YamlSection section, Scalar scalar, Against against) {
    Optional<Fault> fault = fault(scalar.text(), against);
    fault.ifPresent(
        found -> section.problem(scalar.at(), scalar.path(), found.message(), found.remedy()));
    return fault.isPresent() ? Optional.empty() : Optional.of(scalar.text());
  }

  private Optional<Fault> fault(String pattern, Against against) {
    if (!Names.isModelName(pattern)) {
      return Optional.of(
          new Fault(
              "expected a pattern of models, up to 256 characters without blanks, found "
                  + Shown.of(pattern),
              EXAMPLE));
    }
    if (against == Against.REQUESTS && takesConfigured(pattern)) {
      return Optional.empty();
    }
    int slash = pattern.indexOf('/');
    return slash < 0
        ? faultOfWord(pattern, against)
        : faultOfPair(pattern.substring(0, slash), pattern.substring(slash + 1), pattern);
  }

  private boolean takesConfigured(String pattern) {
    return models.stream().anyMatch(model -> Matching.takes(pattern, model));
  }

  private Optional<Fault> faultOfWord(String word, Against against) {
    if (against == Against.DEPLOYMENTS) {
      return word.startsWith("*") ? Optional.empty() : Optional.of(notADeployment(word));
    }
    if (word.indexOf('*') >= 0) {
      return Optional.empty();
    }
    Set<String> candidates = new LinkedHashSet<>(models);
    providers.forEach(provider -> candidates.add(provider + "/*"));
    String near =
        providers.contains(word)
            ? word + "/*"
            : NearestNames.of(word, candidates, 1).stream().findFirst().orElse("");
    return Optional.of(
        new Fault(
            "there is no model " + Shown.of(word),
            near.isEmpty()
                ? "add it to models, or write provider/model"
                : "did you mean '" + near + "'?"));
  }

  private Fault notADeployment(String word) {
    String found = "expected a pattern of deployments, provider/model, found " + Shown.of(word);
    if (models.contains(word)) {
      return new Fault(found + ", which is a model", "name the deployments behind it");
    }
    return new Fault(
        found,
        NearestNames.of(word, providers, 1).stream()
            .findFirst()
            .map(provider -> "did you mean '" + provider + "/*'?")
            .orElse(EXAMPLE));
  }

  private Optional<Fault> faultOfPair(String provider, String model, String pattern) {
    if (provider.isEmpty() || model.isEmpty()) {
      return Optional.of(new Fault("expected provider/model, found " + Shown.of(pattern), EXAMPLE));
    }
    if (provider.indexOf('*') >= 0 || providers.contains(provider)) {
      return Optional.empty();
    }
    List<String> near = NearestNames.of(provider, providers, 1);
    return Optional.of(
        new Fault(
            "there is no provider " + Shown.of(provider),
            near.isEmpty()
                ? "add it to providers"
                : "did you mean '" + near.getFirst() + "'? or add it to providers"));
  }
}
