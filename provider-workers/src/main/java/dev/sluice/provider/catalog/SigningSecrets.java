package dev.sluice.provider.catalog;

import dev.sluice.schemas.config.Secret;
import java.util.Optional;

/**
 * A credential that calls are signed with.
 *
 * @param sessionToken of one that ends
 */
public record SigningSecrets(
    Secret accessKeyId, Secret secretAccessKey, Optional<Secret> sessionToken) {}
