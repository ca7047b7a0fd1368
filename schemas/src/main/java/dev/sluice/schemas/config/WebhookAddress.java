package dev.sluice.schemas.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where a webhook is. An address that lets anybody post who knows it, like Slack's, is a secret and
 * is referred to; only one that gives nothing away is written out.
 */
public sealed interface WebhookAddress {
  /** As it is written in configuration. */
  String text();

  /** An address for everybody to see. */
  record Plain(URI url) implements WebhookAddress {
    /**
     * Checks it.
     *
     * @throws IllegalArgumentException if it is no such address; the message does not repeat it
     */
    public Plain {
      fault(url)
          .ifPresent(fault -> {
            throw new IllegalArgumentException("url " + fault);
          });
    }

    @Override
    public String text() {
      return url.toString();
    }
  }

  /** An address that is looked up where it is used. */
  record Referred(SecretReference reference) implements WebhookAddress {
    @Override
    public String text() {
      return reference.text();
    }
  }

  /**
   * The address in this text, written out or a reference.
   *
   * @throws IllegalArgumentException if it is neither; the message does not repeat it
   */
  static WebhookAddress parse(String text) {
    Optional<SecretReference> reference = SecretReference.parse(text);
    if (reference.isPresent()) {
      return new Referred(reference.get());
    }
    return new Plain(
        uri(text)
            .orElseThrow(() -> new IllegalArgumentException("url is an address or a reference")));
  }

  /** The address that a reference led to; empty where it is not http or https with a host. */
  static Optional<URI> resolved(String text) {
    return uri(text).filter(WebhookAddress::leadsSomewhere);
  }

  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static boolean leadsSomewhere(URI url) {
    return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
        && url.getHost() != null;
  }

  private static Optional<String> fault(URI url) {
    if (!leadsSomewhere(url)) {
      return Optional.of("begins with http:// or https:// and names a host");
    }
    if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
      return Optional.of(
          "has no user, password, query or fragment; where it needs one, write a reference: "
              + SecretReference.FORMS);
    }
    return url.getHost().endsWith("slack.com") || Shown.hasToken(url.getRawPath())
        ? Optional.of("may be a secret itself; write a reference: " + SecretReference.FORMS)
        : Optional.empty();
  }
}
