package dev.sluice.router.admission;

import dev.sluice.schemas.error.ErrorInfo;
import org.jspecify.annotations.Nullable;

/** Whether an attempt may be made. */
public sealed interface AdmissionDecision {

  /**
   * It may.
   *
   * @param reservedNanoUsd what it holds until it is settled; null where it has no price
   */
  record Granted(@Nullable Long reservedNanoUsd) implements AdmissionDecision {}

  /** It may not; the error goes to the caller. */
  record Refused(ErrorInfo error) implements AdmissionDecision {}
}
