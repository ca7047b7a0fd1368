package dev.sluice.schemas.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Whether the names in an object exist, and who names an object. Pure. */
public final class ConfigReferences {
  private ConfigReferences() {}

  /**
   * What does not fit between this object and the others, as a sentence that names the nearest;
   * empty where all fits. A price book fits where its text is good, a provider always.
   */
  public static Optional<String> problem(ConfigBody body, GatewayConfig others) {
    return switch (body) {
      case VirtualKey key -> missingProject("project", List.of(key.project()), others);
      case AdminKey key ->
          missingProject("projects", key.projects(), others).or(() -> same(key, others));
      case Account account ->
          missingProject("projects", account.projects(), others)
              .or(() -> elsewhere(account, others))
              .or(() -> passesForAProject(account, others));
      case Project project -> passesForAnAccount(project, others);
      case ModelRoute model ->
          missing(
              "deployments",
              "provider",
              model.deployments().stream().map(DeploymentUse::provider).toList(),
              others.providers().stream().map(Provider::name).toList());
      case CurrentPriceBook current ->
          others.priceBook(current.version()).isPresent()
              ? Optional.empty()
              : Optional.of(
                  "version: there is no price book " + Shown.of(current.version()) + " here");
      case Provider provider -> Optional.empty();
      case PriceBookBody book -> Optional.empty();
      case CallDefaults defaults -> Optional.empty();
      case Webhook webhook -> oneTooMany(webhook, others);
    };
  }

  /** The objects ({@code kind/name}) that name this one and would be left with nothing. */
  public static List<String> users(ConfigKind kind, String name, GatewayConfig config) {
    List<String> users = new ArrayList<>();
    switch (kind) {
      case PROJECT -> {
        config.keys().stream()
            .filter(key -> key.project().equals(name) && !key.revoked())
            .forEach(key -> users.add("key/" + key.id()));
        config.accounts().stream()
            .filter(account -> account.projects().contains(name))
            .forEach(account -> users.add("account/" + account.name()));
        config.adminKeys().stream()
            .filter(key -> key.projects().contains(name))
            .forEach(key -> users.add("admin-key/" + key.name()));
      }
      case PROVIDER ->
          config.routes().stream()
              .filter(route ->
                  route.deployments().stream().anyMatch(use -> use.provider().equals(name)))
              .forEach(route -> users.add("model/" + route.name()));
      case MODEL, KEY, ACCOUNT, DEFAULTS, PRICE_BOOK, ADMIN_KEY, WEBHOOK -> {}
    }
    users.sort(null);
    return users;
  }

  /** Up to three of these names that somebody probably meant, the nearest first. */
  public static List<String> nearest(String wanted, Collection<String> names) {
    return NearestNames.of(wanted, names, 3);
  }

  private static Optional<String> missingProject(
      String field, List<String> projects, GatewayConfig others) {
    return missing(
        field, "project", projects, others.projects().stream().map(Project::name).toList());
  }

  private static Optional<String> missing(
      String field, String what, List<String> wanted, List<String> there) {
    for (String name : wanted) {
      if (!there.contains(name)) {
        List<String> near = NearestNames.of(name, there, 1);
        return Optional.of(
            field
                + ": there is no "
                + what
                + " "
                + Shown.of(name)
                + (near.isEmpty() ? "" : "; did you mean '" + near.getFirst() + "'?"));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> same(AdminKey key, GatewayConfig others) {
    return others.adminKeys().stream()
        .filter(other -> other.hash().equals(key.hash()) && !other.name().equals(key.name()))
        .findFirst()
        .map(other -> "hash: this is the key of admin-key/" + other.name() + " already");
  }

  private static Optional<String> oneTooMany(Webhook webhook, GatewayConfig others) {
    long rest =
        others.webhooks().stream().filter(other -> !other.name().equals(webhook.name())).count();
    return rest >= Webhook.MOST
        ? Optional.of("there are " + rest + " webhooks already, and at most " + Webhook.MOST)
        : Optional.empty();
  }

  private static Optional<String> elsewhere(Account account, GatewayConfig others) {
    for (String project : account.projects()) {
      String other = others.groupOf(project).map(Account::name).orElse(account.name());
      if (!other.equals(account.name())) {
        return Optional.of(
            "projects: the project '"
                + project
                + "' is in account '"
                + other
                + "' already, and a project is in one account");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> passesForAProject(Account account, GatewayConfig others) {
    return others.project(account.name()).isPresent()
            && !account.projects().contains(account.name())
        ? Optional.of(
            "there is a project '" + account.name() + "' that is not in the account: rename it")
        : Optional.empty();
  }

  private static Optional<String> passesForAnAccount(Project project, GatewayConfig others) {
    return others.accounts().stream()
        .filter(account -> account.name().equals(project.name()))
        .filter(account -> !account.projects().contains(project.name()))
        .findFirst()
        .map(account ->
            "there is an account '" + account.name() + "' that the project is not in: rename it");
  }
}
