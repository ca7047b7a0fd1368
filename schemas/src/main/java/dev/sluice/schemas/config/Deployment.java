package dev.sluice.schemas.config;

/**
 * One link of a fallback chain.
 *
 * @param id {@code provider/provider model}
 */
public record Deployment(String id, Provider provider, String providerModel, Timeouts timeouts) {}
