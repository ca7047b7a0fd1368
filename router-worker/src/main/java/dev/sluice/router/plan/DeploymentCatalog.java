package dev.sluice.router.plan;

import dev.sluice.schemas.request.Envelope;

/** Where a request can go by the configuration in force. */
public interface DeploymentCatalog {

  /** Deployments for the model that the envelope names, in the order in which they are tried. */
  Route route(Envelope envelope);
}
