package dev.sluice.schemas.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/**
 * Reads {@code sluice.yaml}, strictly: what it does not know is a problem, and all problems are
 * told at once. {@code SLUICE_<SECTION>_<KEY>} in the environment replaces a scalar of the sections
 * server, kafka, workers, router, simulator and defaults.
 */
public final class SluiceFileLoader {
  private SluiceFileLoader() {}

  /**
   * Reads a file.
   *
   * @param roles of the process; only where one of them resolves credentials must those be there
   */
  public static LoadOutcome load(Path file, Map<String, String> environment, Set<Role> roles) {
    try {
      return loadText(file.toString(), Files.readString(file), environment, roles);
    } catch (CharacterCodingException e) {
      return unreadable(file, "is not UTF-8 text", "save it as UTF-8");
    } catch (IOException e) {
      return Files.exists(file)
          ? unreadable(file, "cannot be read", "check who may read it")
          : unreadable(file, "is not there", "check the path");
    }
  }

  /**
   * Reads text.
   *
   * @param fileName for messages
   */
  public static LoadOutcome loadText(
      String fileName, String text, Map<String, String> environment, Set<Role> roles) {
    ReadContext context = context(fileName, environment, roles);
    MappingNode root = YamlText.parse(fileName, text, context.problems());
    return read(context, root);
  }

  /**
   * What holds where there is no file: the defaults, and each provider of the catalogue whose
   * customary environment variable is set.
   */
  public static LoadOutcome withoutFile(Map<String, String> environment, Set<Role> roles) {
    ReadContext context = context(ConfigProblem.ENVIRONMENT, environment, roles);
    return switch (read(context, null)) {
      case LoadOutcome.Invalid invalid -> invalid;
      case LoadOutcome.Loaded loaded ->
          new LoadOutcome.Loaded(
              withProviders(loaded.file(), environment), loaded.overrides(), loaded.warnings());
    };
  }

  private static SluiceFile withProviders(SluiceFile file, Map<String, String> environment) {
    List<ProviderSettings> providers = new ArrayList<>();
    for (KnownProvider known : ProviderCatalogue.all()) {
      if (isSet(known, environment)) {
        known
            .provider()
            .ifPresent(provider -> providers.add(new ProviderSettings(provider, List.of())));
      }
    }
    FileObjects objects = file.objects();
    return new SluiceFile(
        file.server(),
        file.broker(),
        file.workers(),
        file.router(),
        file.simulator(),
        new FileObjects(
            objects.defaults(),
            providers,
            objects.models(),
            objects.projects(),
            objects.accounts(),
            objects.adminKeys(),
            objects.webhooks()));
  }

  private static boolean isSet(KnownProvider known, Map<String, String> environment) {
    return known.access().enabledByVariable()
        && known
            .customaryReference()
            .filter(reference -> reference.resolve(environment) instanceof SecretOutcome.Resolved)
            .isPresent();
  }

  private static ReadContext context(
      String fileName, Map<String, String> environment, Set<Role> roles) {
    return ReadContext.of(
        fileName, environment, roles.stream().anyMatch(Role::resolvesCredentials));
  }

  private static LoadOutcome read(ReadContext context, @Nullable MappingNode root) {
    if (!context.problems().isEmpty()) {
      return new LoadOutcome.Invalid(context.problems().inOrder());
    }
    YamlSection sections =
        new YamlSection(context, "", new Position(context.file(), 1, 1), root, false);
    SluiceFile file = file(context, sections);
    List<String> warnings = EnvironmentNames.unused(context);
    sections.finish();
    return context.problems().isEmpty()
        ? new LoadOutcome.Loaded(file, context.overrides(), warnings)
        : new LoadOutcome.Invalid(context.problems().inOrder());
  }

  private static SluiceFile file(ReadContext context, YamlSection sections) {
    ProcessSections process = new ProcessSections(context);
    ServerSettings server = process.server(sections.section("server"));
    BrokerSettings broker = process.broker(sections.section("kafka"));
    WorkerSettings workers = process.workers(sections.section("workers"));
    RouterSettings router = process.router(sections.section("router"), broker.embedded());
    SimulatorSettings simulator = process.simulator(sections.section("simulator"));
    FileObjects objects = objects(context, sections, simulator);
    for (String below : List.of("limits", "budgets")) {
      sections.notYet(below, "write it below a project, an account or a key");
    }
    sections.notYet("webhooks", "write it below alerts");
    sections.notYet("cache", "take it out; a later version will have it");
    return new SluiceFile(server, broker, workers, router, simulator, objects);
  }

  private static FileObjects objects(
      ReadContext context, YamlSection sections, SimulatorSettings simulator) {
    ProviderSection providers = new ProviderSection(context);
    CallDefaults defaults = ObjectSections.defaults(sections.section("defaults"));
    List<ProviderSettings> read = providers.read(sections.section("providers"));
    Set<String> usable = new LinkedHashSet<>(providers.names());
    if (simulator.enabled()) {
      usable.add(SimulatorSettings.PROVIDER);
    }
    YamlSection models = sections.section("models");
    List<ModelRoute> routes = ObjectSections.models(models, usable);
    ModelPatterns patterns = new ModelPatterns(usable, models.keys());
    AllowancesSection allowances = new AllowancesSection(patterns);
    KeySection keys = new KeySection(new KeyTermsSection(allowances, patterns));
    List<ProjectSettings> projects =
        new ProjectSection(allowances, keys).read(sections.section("projects"));
    List<Account> accounts =
        new AccountSection(context, allowances, projects, keys.names())
            .read(sections.section("accounts"));
    return new FileObjects(
        defaults,
        read,
        routes,
        projects,
        accounts,
        new AdminSection(projects).read(sections.section("admin")),
        new AlertsSection(context).read(sections.section("alerts")));
  }

  private static LoadOutcome unreadable(Path file, String message, String remedy) {
    return new LoadOutcome.Invalid(
        List.of(new ConfigProblem(file.toString(), 0, 0, "", message, remedy)));
  }
}
