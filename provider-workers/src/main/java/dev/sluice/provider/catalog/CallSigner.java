package dev.sluice.provider.catalog;

import java.util.Map;

/** Proves whose a call is, where that is not the same for every call. Safe for any thread. */
public interface CallSigner {
  /** Every call proves it in the same way. */
  CallSigner NONE =
      new CallSigner() {
        @Override
        public Map<String, String> headers(OutgoingCall call) {
          return Map.of();
        }

        @Override
        public String withoutSecrets(String text) {
          return text;
        }
      };

  /** Headers of this call alone; names in lower case. Never blocks. */
  Map<String, String> headers(OutgoingCall call);

  /** The text with what the signer holds taken out. */
  String withoutSecrets(String text);
}
