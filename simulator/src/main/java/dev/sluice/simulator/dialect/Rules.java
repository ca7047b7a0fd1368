package dev.sluice.simulator.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What a provider asks of the body of a call. Pure. */
@FunctionalInterface
public interface Rules {

  /** The first rule that a body breaks, in the provider's words, or empty where it keeps all. */
  Optional<String> broken(JsonNode body);
}
