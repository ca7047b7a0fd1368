package dev.sluice.provider.catalog;

import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.schemas.config.AuthScheme;
import java.net.URI;
import java.util.Map;
import java.util.Objects;

/**
 * A provider ready to be called. Its headers hold the credential, so {@link #toString()} leaves
 * them out.
 *
 * @param name of the provider in the configuration
 * @param basePath path of the base URL without a slash at its end
 * @param headers of every call, names in lower case
 * @param like id in the catalogue, which chooses the quirks of the dialect
 * @param signer of each call
 */
public record Endpoint(
    String name,
    String host,
    int port,
    boolean tls,
    String basePath,
    Map<String, String> headers,
    ProviderDialect dialect,
    String like,
    CallSigner signer) {
  /** A shorter one is no secret, and could be a word of the text. */
  private static final int LEAST_LENGTH = 8;

  public Endpoint {
    Objects.requireNonNull(dialect, "dialect");
    headers = Map.copyOf(headers);
  }

  /** The endpoint at this base URL, with the quirks of the provider that it is called after. */
  public static Endpoint at(
      String name, URI baseUrl, Map<String, String> headers, ProviderDialect dialect) {
    return at(name, baseUrl, headers, dialect, name);
  }

  /**
   * The endpoint at this base URL.
   *
   * @throws IllegalArgumentException if it is no http or https URL with a host
   */
  public static Endpoint at(
      String name, URI baseUrl, Map<String, String> headers, ProviderDialect dialect, String like) {
    boolean tls = "https".equalsIgnoreCase(baseUrl.getScheme());
    if (baseUrl.getHost() == null || (!tls && !"http".equalsIgnoreCase(baseUrl.getScheme()))) {
      throw new IllegalArgumentException("base URL of provider " + name + " is not http or https");
    }
    int standardPort = tls ? 443 : 80;
    int port = baseUrl.getPort() == -1 ? standardPort : baseUrl.getPort();
    String path = baseUrl.getRawPath() == null ? "" : baseUrl.getRawPath();
    String basePath = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return new Endpoint(
        name, baseUrl.getHost(), port, tls, basePath, headers, dialect, like, CallSigner.NONE);
  }

  /** The same with calls that are signed. */
  public Endpoint signedBy(CallSigner other) {
    return new Endpoint(name, host, port, tls, basePath, headers, dialect, like, other);
  }

  /** Host, and port where it is not the usual one. */
  public String authority() {
    return port == (tls ? 443 : 80) ? host : host + ':' + port;
  }

  /** The text with the credential taken out: some providers repeat it in what they say. */
  public String withoutCredential(String text) {
    String clean = signer.withoutSecrets(text);
    for (Map.Entry<String, String> header : headers.entrySet()) {
      String value = header.getValue();
      String credential = value.substring(value.lastIndexOf(' ') + 1);
      if (AuthScheme.holdsCredential(header.getKey()) && credential.length() >= LEAST_LENGTH) {
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
