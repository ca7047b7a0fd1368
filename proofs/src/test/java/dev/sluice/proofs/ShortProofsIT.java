package dev.sluice.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proofs.backlog.BacklogProof;
import dev.sluice.proofs.crash.CrashProof;
import dev.sluice.proofs.ledger.LedgerProof;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The long proofs in a short form with a fixed seed. */
@Tag("broker")
@Isolated("judges times")
class ShortProofsIT {
  private static final long SEED = 20261122;

  @TempDir Path folder;

  private void shouldHold(Proof proof, double scale) throws Exception {
    ProofOutcome outcome = proof.run(new ProofSettings(SEED, scale, folder, System.out::println));

    outcome.figures().forEach((name, figure) -> System.out.println("  " + name + ": " + figure));
    assertThat(outcome.failures()).isEmpty();
  }

  @Test
  void shouldKeepTheLedgerEqualToTheBill() throws Exception {
    shouldHold(new LedgerProof(), 0.05);
  }

  @Test
  void shouldLoseNothingWhenTheRouterIsKilled() throws Exception {
    shouldHold(CrashProof.ofRouter(), 0.1);
  }

  @Test
  void shouldAnswerABacklogBesideInteractiveRequests() throws Exception {
    shouldHold(new BacklogProof(), 0.02);
  }
}
