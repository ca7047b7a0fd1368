package dev.sluice.provider.vertex;

import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * The key file of a service account (Google Identity, "Using OAuth 2.0 for server to server
 * applications"). {@link #toString()} tells no key.
 */
final class ServiceAccount {
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final Duration LIFE = Duration.ofHours(1);

  private final String email;
  private final String keyId;
  private final PrivateKey key;
  private final URI tokenUri;

  private ServiceAccount(String email, String keyId, PrivateKey key, URI tokenUri) {
    this.email = email;
    this.keyId = keyId;
    this.key = key;
    this.tokenUri = tokenUri;
  }

  /** What came of reading a file. */
  sealed interface Outcome {
    /** It is one. */
    record Read(ServiceAccount account) implements Outcome {}

    /** It is none that can be used; tells no secret. */
    record Unusable(String why) implements Outcome {}
  }

  static Outcome read(Secret file) {
    Map<String, String> fields = new HashMap<>();
    try (JsonCursor in = JsonCursor.ofObject(file.reveal().getBytes(StandardCharsets.UTF_8))) {
      while (in.nextField()) {
        String name = in.field();
        String value = in.stringOrSkip();
        if (value != null) {
          fields.put(name, value);
        }
      }
      in.end();
    } catch (IOException e) {
      return new Outcome.Unusable("is no key file of a service account: it is not JSON");
    }
    for (String needed : new String[] {"client_email", "private_key", "token_uri"}) {
      if (fields.getOrDefault(needed, "").isBlank()) {
        return new Outcome.Unusable("is no key file of a service account: it has no " + needed);
      }
    }
    return of(fields);
  }

  private static Outcome of(Map<String, String> fields) {
    try {
      URI tokenUri = new URI(fields.getOrDefault("token_uri", ""));
      if (!isSafe(tokenUri)) {
        return new Outcome.Unusable("has a token_uri that is no https address");
      }
      return new Outcome.Read(
          new ServiceAccount(
              fields.getOrDefault("client_email", ""),
              fields.getOrDefault("private_key_id", ""),
              key(fields.getOrDefault("private_key", "")),
              tokenUri));
    } catch (URISyntaxException e) {
      return new Outcome.Unusable("has a token_uri that is no https address");
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return new Outcome.Unusable("has a private_key that is no RSA key in PKCS #8");
    }
  }

  /** The assertion is a secret for as long as it lives: it goes over TLS, or stays on the host. */
  private static boolean isSafe(URI uri) {
    String host = uri.getHost();
    boolean local = "127.0.0.1".equals(host) || "localhost".equals(host);
    return host != null
        && ("https".equals(uri.getScheme()) || (local && "http".equals(uri.getScheme())));
  }

  private static PrivateKey key(String pem) throws GeneralSecurityException {
    String body = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    return KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
  }

  URI tokenUri() {
    return tokenUri;
  }

  /** A signed wish for a token, good for an hour. */
  String assertion(Instant now) {
    String header =
        new JsonText(96)
            .object()
            .field("alg", "RS256")
            .field("typ", "JWT")
            .field("kid", keyId)
            .endObject()
            .text();
    String claims =
        new JsonText(256)
            .object()
            .field("iss", email)
            .field("scope", SCOPE)
            .field("aud", tokenUri.toString())
            .field("iat", now.getEpochSecond())
            .field("exp", now.plus(LIFE).getEpochSecond())
            .endObject()
            .text();
    String signed = encoded(header) + '.' + encoded(claims);
    return signed + '.' + base64(signature(signed));
  }

  private byte[] signature(String text) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an RSA key that was read cannot sign", e);
    }
  }

  private static String encoded(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "ServiceAccount[" + email + "]";
  }
}
