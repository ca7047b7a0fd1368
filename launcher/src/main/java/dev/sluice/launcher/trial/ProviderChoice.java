package dev.sluice.launcher.trial;

import dev.sluice.schemas.config.ConfigReferences;
import dev.sluice.schemas.config.KnownProvider;
import dev.sluice.schemas.config.Provider;
import dev.sluice.schemas.config.ProviderCatalogue;
import dev.sluice.schemas.config.ProviderSettings;
import dev.sluice.schemas.config.ProviderType;
import dev.sluice.schemas.config.SimulatorSettings;
import dev.sluice.schemas.config.SluiceFile;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which provider a name means: the file's, else the simulator of the file, else the catalogue's.
 */
public sealed interface ProviderChoice {
  /** This one. */
  record Chosen(Provider provider) implements ProviderChoice {}

  /** None that can be called. */
  record None(String reason, String remedy) implements ProviderChoice {}

  /** The choice by this file. */
  static ProviderChoice of(String name, SluiceFile file) {
    List<Provider> written =
        file.objects().providers().stream().map(ProviderSettings::provider).toList();
    Optional<Provider> own =
        written.stream().filter(provider -> provider.name().equals(name)).findFirst();
    if (own.isPresent()) {
      return new Chosen(own.get());
    }
    if (name.equals(SimulatorSettings.PROVIDER) && file.simulator().enabled()) {
      URI url = URI.create("http://127.0.0.1:" + file.simulator().port() + "/v1");
      return new Chosen(new Provider(name, ProviderType.OPENAI, url, null));
    }
    return ProviderCatalogue.find(name)
        .map(ProviderChoice::known)
        .orElseGet(() -> unknown(name, written));
  }

  private static ProviderChoice known(KnownProvider known) {
    if (known.address().fixed().isEmpty()) {
      return new None(
          "in the address of " + known.displayName() + " there is something of your own",
          "write base_url: "
              + known.address().template()
              + " with your "
              + String.join(", ", known.address().placeholders())
              + " below providers."
              + known.name()
              + ", and name the file with -f");
    }
    if (known.needsCredential() && known.customaryReference().isEmpty()) {
      return new None(
          "there is no customary variable for the credential of " + known.displayName(),
          "write providers." + known.name() + ".api_key, and name the file with -f");
    }
    return new Chosen(known.provider().orElseThrow());
  }

  private static ProviderChoice unknown(String name, List<Provider> written) {
    Set<String> names = new TreeSet<>(written.stream().map(Provider::name).toList());
    ProviderCatalogue.all().forEach(known -> names.add(known.name()));
    List<String> near = ConfigReferences.nearest(name, names);
    return new None(
        "there is no provider '" + name + "' in the file or in the catalogue",
        near.isEmpty()
            ? "sluice providers list prints the catalogue"
            : "did you mean " + String.join(", ", near) + "?");
  }
}
