package dev.sluice.provider.catalog;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Proves whose a call is, where that is not the same for every call. Safe for any thread. */
public interface CallSigner {
  /** What came of it. */
  sealed interface Proof {
    /** Headers of this call alone; names in lower case. */
    record Given(Map<String, String> headers) implements Proof {}

    /**
     * There is none.
     *
     * @param reason for people; holds no secret
     */
    record Missing(String reason) implements Proof {}
  }

  /** Every call proves it in the same way. */
  CallSigner NONE =
      new CallSigner() {
        private static final CompletionStage<Proof> NOTHING =
            CompletableFuture.completedFuture(new Proof.Given(Map.of()));

        @Override
        public CompletionStage<Proof> proof(OutgoingCall call) {
          return NOTHING;
        }

        @Override
        public String withoutSecrets(String text) {
          return text;
        }
      };

  /** The proof of this call, perhaps at once. Never blocks, never fails. */
  CompletionStage<Proof> proof(OutgoingCall call);

  /** The text with what the signer holds taken out. */
  String withoutSecrets(String text);
}
