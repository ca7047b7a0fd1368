package dev.sluice.schemas.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the credential is to be had of a provider that wants its calls signed, as AWS does.
 *
 * @param sessionToken of a credential that ends; null for one that lasts
 */
public record SigningKeys(
    SecretReference accessKeyId,
    SecretReference secretAccessKey,
    @Nullable SecretReference sessionToken) {
  public SigningKeys {
    Objects.requireNonNull(accessKeyId, "accessKeyId");
    Objects.requireNonNull(secretAccessKey, "secretAccessKey");
  }

  /** All references. */
  public List<SecretReference> references() {
    List<SecretReference> all = new ArrayList<>(List.of(accessKeyId, secretAccessKey));
    if (sessionToken != null) {
      all.add(sessionToken);
    }
    return List.copyOf(all);
  }
}
