package dev.sluice.schemas.config;

/** How the deployments of a model are ordered into the fallback chain. */
public enum Strategy {
  /** As they are written. */
  PRIORITY
}
