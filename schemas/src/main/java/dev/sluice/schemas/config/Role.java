package dev.sluice.schemas.config;

import java.util.Optional;

/** What a process does. */
public enum Role {
  INGRESS("ingress"),
  ROUTER_WORKER("router-worker"),
  PROVIDER_WORKERS("provider-workers"),
  COST_STREAM("cost-stream"),
  OBSERVABILITY_STREAM("observability-stream"),
  SIMULATOR("simulator");

  private final String text;

  Role(String text) {
    this.text = text;
  }

  /** As the command calls it. */
  public String text() {
    return text;
  }

  /** Whether this role looks up providers' credentials; no other does. */
  public boolean resolvesCredentials() {
    return this == PROVIDER_WORKERS;
  }

  /** The role of this text; empty where there is none. */
  public static Optional<Role> of(String text) {
    for (Role role : values()) {
      if (role.text.equals(text)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
