package dev.sluice.schemas.config;

/**
 * A model that callers may ask for.
 *
 * @param id what they write
 * @param ownedBy provider of its first deployment
 */
public record ListedModel(String id, String ownedBy) {}
