package dev.sluice.bench.result;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a run found out.
 *
 * @param modes names of what was to be measured and what it is, in the order of the tables
 * @param missing names of what could not be measured, and why
 */
public record RunRecord(
    Conditions conditions,
    Map<String, String> modes,
    List<Measurement> measurements,
    Optional<StartFigures> start,
    Map<String, String> missing) {

  public RunRecord {
    modes = new LinkedHashMap<>(modes);
    measurements = List.copyOf(measurements);
    missing = new LinkedHashMap<>(missing);
  }
}
