package dev.sluice.schemas.config;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A provider that Sluice knows, as data: nothing in the code asks for its name.
 *
 * @param quirks where its dialect is not that of its type, in the words of that dialect
 * @param mark how far it was tried
 */
public record KnownProvider(
    String name,
    String displayName,
    ProviderType type,
    Address address,
    Access access,
    Set<String> quirks,
    Mark mark) {
  public KnownProvider {
    Names.require("provider", name);
    quirks = Set.copyOf(quirks);
  }

  /** How far Sluice was tried with a provider. */
  public enum Mark {
    /** Exchanges that were recorded with it pass through the dialect in the build. */
    PROVEN,
    /** What is particular to it is called in the build at a local server. */
    SIMULATED,
    /** Only its facts are known. */
    CATALOGUED;

    /** As it is printed. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Where it is.
   *
   * @param template base URL; parts in braces belong to the customer
   * @param chatPath below the base URL, query included; empty for that of the dialect
   * @param localPort where a self-hosted server listens by default; 0 for a hosted one
   */
  public record Address(String template, String chatPath, int localPort) {
    private static final String REGION = "{region}";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]+)}");

    /** The base URL; empty where parts of it belong to the customer. */
    public Optional<URI> fixed() {
      return placeholders().isEmpty() ? Optional.of(URI.create(template)) : Optional.empty();
    }

    /** The base URL in a region; empty where more than that belongs to the customer. */
    public Optional<URI> in(String region) {
      return regional() ? Optional.of(URI.create(template.replace(REGION, region))) : fixed();
    }

    /** What follows the host. */
    public String path() {
      int slash = template.indexOf('/', template.indexOf("//") + 2);
      return slash < 0 ? "" : template.substring(slash);
    }

    /** Whether the region is all that belongs to the customer. */
    public boolean regional() {
      return placeholders().equals(List.of(REGION));
    }

    /** The region of an address that is made by the template; empty for another one. */
    public Optional<String> regionOf(URI url) {
      if (!regional()) {
        return Optional.empty();
      }
      String[] around = template.split(Pattern.quote(REGION), -1);
      String text = url.toString();
      int end = text.length() - around[1].length();
      return text.startsWith(around[0]) && text.endsWith(around[1]) && end > around[0].length()
          ? Optional.of(text.substring(around[0].length(), end))
          : Optional.empty();
    }

    /** Names of the parts that belong to the customer. */
    public List<String> placeholders() {
      return PLACEHOLDER.matcher(template).results().map(MatchResult::group).distinct().toList();
    }

    /** Whether the customer runs the server. */
    public boolean selfHosted() {
      return localPort != 0;
    }
  }

  /**
   * How a call proves who it is from.
   *
   * @param variable environment variable that customarily holds the credential; may be empty
   * @param enabledByVariable whether a start without a file enables the provider where the variable
   *     is set. Not where it is customarily set for something else, too
   */
  public record Access(AuthScheme scheme, String variable, boolean enabledByVariable) {}

  /** Whether it cannot be called without a credential. */
  public boolean needsCredential() {
    return !address.selfHosted();
  }

  /** Where its credential customarily is. */
  public Optional<SecretReference> customaryReference() {
    return access.variable().isEmpty()
        ? Optional.empty()
        : Optional.of(new SecretReference.Env(access.variable()));
  }

  /** The provider by the catalogue alone; empty where that needs an address of the customer's. */
  public Optional<Provider> provider() {
    return address
        .fixed()
        .map(url ->
            new Provider(
                name, type, url, needsCredential() ? customaryReference().orElse(null) : null));
  }
}
