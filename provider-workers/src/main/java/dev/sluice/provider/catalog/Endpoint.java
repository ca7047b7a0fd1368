package dev.sluice.provider.catalog;

import dev.sluice.dialects.api.ProviderDialect;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A provider ready to be called. Its headers hold the credential, so {@link #toString()} leaves
 * them out.
 *
 * @param name of the provider in the configuration
 * @param basePath path of the base URL without a slash at its end
 * @param headers of every call, names in lower case
 */
public record Endpoint(
    String name,
    String host,
    int port,
    boolean tls,
    String basePath,
    Map<String, String> headers,
    ProviderDialect dialect) {
  private static final List<String> CREDENTIAL_HEADERS =
      List.of("authorization", "x-api-key", "x-goog-api-key");

  /** A shorter one is no secret, and could be a word of the text. */
  private static final int LEAST_LENGTH = 8;

  public Endpoint {
    Objects.requireNonNull(dialect, "dialect");
    headers = Map.copyOf(headers);
  }

  /**
   * The endpoint at this base URL.
   *
   * @throws IllegalArgumentException if it is no http or https URL with a host
   */
  public static Endpoint at(
      String name, URI baseUrl, Map<String, String> headers, ProviderDialect dialect) {
    boolean tls = "https".equalsIgnoreCase(baseUrl.getScheme());
    if (baseUrl.getHost() == null || (!tls && !"http".equalsIgnoreCase(baseUrl.getScheme()))) {
      throw new IllegalArgumentException("base URL of provider " + name + " is not http or https");
    }
    int standardPort = tls ? 443 : 80;
    int port = baseUrl.getPort() == -1 ? standardPort : baseUrl.getPort();
    String path = baseUrl.getRawPath() == null ? "" : baseUrl.getRawPath();
    String basePath = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return new Endpoint(name, baseUrl.getHost(), port, tls, basePath, headers, dialect);
  }

  /** The text with the credential taken out: some providers repeat it in what they say. */
  public String withoutCredential(String text) {
    String clean = text;
    for (String name : CREDENTIAL_HEADERS) {
      String value = headers.getOrDefault(name, "");
      String credential = value.substring(value.lastIndexOf(' ') + 1);
      if (credential.length() >= LEAST_LENGTH) {
        clean = clean.replace(credential, "***");
      }
    }
    return clean;
  }

  @Override
  public String toString() {
    return "Endpoint[" + name + ", " + host + ":" + port + basePath + "]";
  }
}
