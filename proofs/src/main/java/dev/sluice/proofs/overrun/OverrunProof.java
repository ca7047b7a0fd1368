package dev.sluice.proofs.overrun;

import dev.sluice.proofs.Proof;
import dev.sluice.proofs.ProofOutcome;
import dev.sluice.proofs.ProofSettings;
import dev.sluice.proofs.gateway.LocalGateway;
import dev.sluice.simulator.SimulatorConfig;
import java.time.Duration;
import java.util.Optional;

/** {@link OverrunRun} on a gateway of its own, up to the end of a budget's cycle and beyond it. */
public final class OverrunProof implements Proof {
  private static final int CALLERS = 200;
  private static final int CYCLE_SECONDS = 90;

  @Override
  public String name() {
    return "overrun";
  }

  @Override
  public String claim() {
    return "What a provider gives beyond its limit is a debt, to the nano-dollar, and nothing is admitted until its cycle ends.";
  }

  @Override
  public ProofOutcome run(ProofSettings settings) throws Exception {
    try (LocalGateway gateway = LocalGateway.start(settings.folder(), SimulatorConfig.defaults())) {
      OverrunRun.Found found =
          OverrunRun.on(
              gateway.connection(),
              gateway.url(),
              gateway.simulatorUrl(),
              settings.scaled(CALLERS, 8),
              Optional.of(Duration.ofSeconds(settings.scaled(CYCLE_SECONDS, 20))),
              settings.progress());
      return new ProofOutcome(found.figures(), found.failures());
    }
  }
}
