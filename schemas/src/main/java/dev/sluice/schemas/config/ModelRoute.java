package dev.sluice.schemas.config;

import java.util.List;

/**
 * A name that callers use, and the deployments behind it.
 *
 * @param deployments at least one, in the order of the file
 */
public record ModelRoute(String name, Strategy strategy, List<DeploymentUse> deployments)
    implements ConfigBody {
  public ModelRoute {
    Names.requireModel(name);
    deployments = List.copyOf(deployments);
    if (deployments.isEmpty()) {
      throw new IllegalArgumentException("a model has at least one deployment");
    }
  }

  @Override
  public ConfigKind kind() {
    return ConfigKind.MODEL;
  }
}
