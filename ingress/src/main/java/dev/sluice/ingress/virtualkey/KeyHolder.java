package dev.sluice.ingress.virtualkey;

/**
 * Who holds a virtual key.
 *
 * @param keyId id of the key, which is no secret
 * @param project whose key it is
 * @param account partition key of the project
 */
public record KeyHolder(String keyId, String project, String account) {}
