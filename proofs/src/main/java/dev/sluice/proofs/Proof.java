package dev.sluice.proofs;

/** One long proof. */
public interface Proof {
  /** Short name, as given on the command line. */
  String name();

  /** What it shows, in one sentence. */
  String claim();

  /**
   * Runs it.
   *
   * @param settings seed, size and where to say how far it is
   * @return what was found; a claim that does not hold is a failed outcome, not an exception
   * @throws Exception where the proof itself could not be carried out
   */
  ProofOutcome run(ProofSettings settings) throws Exception;
}
