package dev.sluice.schemas.config;

import java.util.List;

/** The part of the file that is published to the {@code config} topic, in the order of the file. */
public record FileObjects(
    CallDefaults defaults,
    List<ProviderSettings> providers,
    List<ModelRoute> models,
    List<ProjectSettings> projects,
    List<Account> accounts,
    List<AdminKey> adminKeys,
    List<Webhook> webhooks) {
  public static final FileObjects DEFAULTS =
      new FileObjects(
          CallDefaults.BUILT_IN,
          List.of(),
          List.of(),
          List.of(new ProjectSettings(new Project(Project.DEFAULT), List.of())),
          List.of());

  public FileObjects {
    providers = List.copyOf(providers);
    models = List.copyOf(models);
    projects = List.copyOf(projects);
    accounts = List.copyOf(accounts);
    adminKeys = List.copyOf(adminKeys);
    webhooks = List.copyOf(webhooks);
  }

  /** Without keys of the admin API and webhooks. */
  public FileObjects(
      CallDefaults defaults,
      List<ProviderSettings> providers,
      List<ModelRoute> models,
      List<ProjectSettings> projects,
      List<Account> accounts) {
    this(defaults, providers, models, projects, accounts, List.of(), List.of());
  }
}
