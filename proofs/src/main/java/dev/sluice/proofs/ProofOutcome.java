package dev.sluice.proofs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a proof found.
 *
 * @param figures by name, in the order in which they are to be read
 * @param failures what did not hold, empty where all did
 */
public record ProofOutcome(Map<String, String> figures, List<String> failures) {
  public ProofOutcome {
    figures = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    failures = List.copyOf(failures);
  }

  public boolean holds() {
    return failures.isEmpty();
  }
}
