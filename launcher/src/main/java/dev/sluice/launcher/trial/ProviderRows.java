package dev.sluice.launcher.trial;

import dev.sluice.schemas.config.KnownProvider;
import dev.sluice.schemas.config.ProviderCatalogue;
import dev.sluice.schemas.config.SecretOutcome;
import java.util.List;
import java.util.Map;

/** The catalogue as rows; a credential is in none of them. */
public final class ProviderRows {
  /** Names of the columns. */
  public static final List<String> HEAD =
      List.of("id", "name", "base_url", "credential", "set", "mark");

  private ProviderRows() {}

  /** A row for each provider, by id. */
  public static List<List<String>> of(Map<String, String> environment) {
    return ProviderCatalogue.all().stream()
        .map(known ->
            List.of(
                known.name(),
                known.displayName(),
                known.address().template(),
                known.access().variable(),
                isSet(known, environment),
                known.mark().text()))
        .toList();
  }

  private static String isSet(KnownProvider known, Map<String, String> environment) {
    return known
        .customaryReference()
        .map(reference ->
            reference.resolve(environment) instanceof SecretOutcome.Resolved ? "yes" : "no")
        .orElse("");
  }
}
