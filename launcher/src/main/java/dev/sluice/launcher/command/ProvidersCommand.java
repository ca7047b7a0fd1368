package dev.sluice.launcher.command;

import dev.sluice.launcher.trial.ProviderChoice;
import dev.sluice.launcher.trial.ProviderRows;
import dev.sluice.launcher.trial.TestModel;
import dev.sluice.launcher.trial.Verdict;
import dev.sluice.provider.ProviderTypes;
import dev.sluice.provider.catalog.Endpoint;
import dev.sluice.provider.catalog.EndpointLookup;
import dev.sluice.provider.catalog.Endpoints;
import dev.sluice.provider.plugin.Plugins;
import dev.sluice.provider.trial.ProviderTrial;
import dev.sluice.provider.trial.TrialOutcome;
import dev.sluice.schemas.config.Provider;
import dev.sluice.schemas.config.SluiceFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice providers}. */
@Command(
    name = "providers",
    mixinStandardHelpOptions = true,
    description = "The providers that Sluice knows, and whether one can be called.",
    subcommands = {ProvidersCommand.ListAll.class, ProvidersCommand.Test.class})
public final class ProvidersCommand {

  /** {@code sluice providers list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      showDefaultValues = true,
      description = {
        "The catalogue: id, name, address, the environment variable of the credential and whether it"
            + " is set here, and how far each was tried.",
        "proven: recorded exchanges with it pass in the build; simulated: what is particular to it"
            + " is called in the build at a local server; catalogued: only its facts are known."
      })
  public static final class ListAll implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = {"-o", "--output"},
        description = "table, json, yaml or csv.")
    private Tables.Output output = Tables.Output.table;

    @Override
    public Integer call() {
      Tables.print(
          spec.commandLine().getOut(), output, ProviderRows.HEAD, ProviderRows.of(System.getenv()));
      return 0;
    }
  }

  /** {@code sluice providers test}. */
  @Command(
      name = "test",
      mixinStandardHelpOptions = true,
      showDefaultValues = true,
      description = {
        "Calls a provider directly, once, for one token at most, with the credential that this"
            + " process finds. It costs what that costs, and is in no ledger."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:it answered",
        "1:the configuration file is wrong",
        "2:it was not called: unknown name, no credential, no model",
        "3:it was not reached: DNS, connection, TLS, timeout",
        "4:it refused: credential, model, rate limit, or another error",
        "5:its answer was not understood"
      })
  public static final class Test implements Callable<Integer> {
    @Mixin private ConfigOption config = new ConfigOption();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", description = "As in the file, or in the catalogue.")
    private String name = "";

    @Option(
        names = "--model",
        description =
            "The provider's own name of a model. Without it the cheapest one of the price catalogue,"
                + " or the first one that the provider lists.")
    private @Nullable String model;

    @Option(
        names = "--timeout",
        paramLabel = "SECONDS",
        description = "For the connection, and for the answer.")
    private int timeout = 30;

    @Override
    public Integer call() throws InterruptedException {
      Map<String, String> environment = System.getenv();
      SluiceFile file = config.load(environment, Set.of());
      return switch (ProviderChoice.of(name, file)) {
        case ProviderChoice.None(String reason, String remedy) ->
            told(new Verdict(Verdict.NOT_CALLED, reason, remedy));
        case ProviderChoice.Chosen(Provider provider) ->
            told(tried(provider, Path.of(file.workers().plugins()), environment));
      };
    }

    private Verdict tried(Provider provider, Path plugins, Map<String, String> environment)
        throws InterruptedException {
      ProviderTypes types;
      try {
        types = new ProviderTypes(Plugins.load(plugins));
      } catch (IOException e) {
        return new Verdict(Verdict.NOT_CALLED, "" + e.getMessage(), "take the jar out, or mend it");
      }
      Endpoints endpoints =
          Endpoints.of(
              List.of(provider), reference -> reference.resolve(environment), types::adapterOf);
      return switch (endpoints.find(provider.name())) {
        case EndpointLookup.Found(Endpoint endpoint) -> called(provider, endpoint);
        case EndpointLookup.CredentialMissing(String reason) ->
            new Verdict(Verdict.NOT_CALLED, reason, "put the credential there");
        case EndpointLookup.PluginMissing(String reason) ->
            new Verdict(Verdict.NOT_CALLED, reason, "put its jar into " + plugins);
        case EndpointLookup.Unknown() -> throw new IllegalStateException(provider.name());
      };
    }

    private Verdict called(Provider provider, Endpoint endpoint) throws InterruptedException {
      try (ProviderTrial trial = new ProviderTrial(endpoint, Duration.ofSeconds(timeout))) {
        Optional<String> chosen = Optional.ofNullable(model).or(() -> TestModel.of(provider));
        if (chosen.isEmpty()) {
          chosen = trial.firstModel();
        }
        // Without a model the call still tells whether the provider can be reached.
        TrialOutcome outcome = trial.call(chosen.orElse("unknown"));
        return Verdict.of(provider, chosen, outcome);
      }
    }

    private int told(Verdict verdict) {
      boolean well = verdict.code() == 0;
      PrintWriter to = well ? spec.commandLine().getOut() : spec.commandLine().getErr();
      to.println((well ? "" : "sluice: ") + verdict.found());
      if (!verdict.remedy().isEmpty()) {
        to.println("-> " + verdict.remedy());
      }
      to.flush();
      return verdict.code();
    }
  }
}
