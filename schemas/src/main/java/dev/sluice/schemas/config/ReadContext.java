package dev.sluice.schemas.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What all sections of one file share while it is read. Used by one thread.
 *
 * @param file name for messages
 * @param overrides environment variables that replaced something, as they are found
 * @param credentials whether the roles that read this look up providers' credentials
 */
record ReadContext(
    String file,
    Map<String, String> environment,
    boolean credentials,
    ProblemList problems,
    List<String> overrides) {
  static ReadContext of(String file, Map<String, String> environment, boolean credentials) {
    return new ReadContext(file, environment, credentials, new ProblemList(), new ArrayList<>());
  }

  void noteOverride(String variable) {
    if (!overrides.contains(variable)) {
      overrides.add(variable);
    }
  }
}
