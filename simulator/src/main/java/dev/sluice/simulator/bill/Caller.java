package dev.sluice.simulator.bill;

/**
 * Who called, and what for.
 *
 * @param attempt the caller's {@code x-client-request-id}, or one made up here
 * @param attemptGiven whether the caller gave it
 */
public record Caller(
    String attempt, boolean attemptGiven, Credential credential, String api, String model) {}
