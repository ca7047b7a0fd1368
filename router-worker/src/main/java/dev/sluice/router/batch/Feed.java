package dev.sluice.router.batch;

import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.request.InferenceRequest;

/** What becomes of one record that a batch author wrote. */
sealed interface Feed {

  /** It goes into the pipeline. */
  record Request(InferenceRequest request) implements Feed {}

  /** It goes to the dead letters of its project. */
  record Rejected(String customId, ErrorInfo error) implements Feed {}
}
