package dev.sluice.schemas.config;

import java.util.List;

/** What a requested model name stands for. */
public sealed interface Resolution {
  /**
   * It can be served.
   *
   * @param deployments at least one; the first is called first
   */
  record Chain(String requestedModel, List<Deployment> deployments) implements Resolution {
    public Chain {
      deployments = List.copyOf(deployments);
    }
  }

  /**
   * Nobody configured it and its provider is not enabled.
   *
   * @param nearest names that look like it, the nearest first; may be empty
   */
  record UnknownModel(String requestedModel, List<String> nearest) implements Resolution {
    public UnknownModel {
      nearest = List.copyOf(nearest);
    }
  }

  /**
   * It is configured, and none of its providers is enabled any more.
   *
   * @param missingProviders names of those
   */
  record NoProvider(String requestedModel, List<String> missingProviders) implements Resolution {
    public NoProvider {
      missingProviders = List.copyOf(missingProviders);
    }
  }
}
