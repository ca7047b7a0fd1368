package dev.sluice.provider.vertex;

import dev.sluice.provider.catalog.CallSigner;
import dev.sluice.provider.catalog.OutgoingCall;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Puts the access token of a service account on each call. */
final class TokenSigner implements CallSigner {
  private final AccessTokens tokens;

  TokenSigner(AccessTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public CompletionStage<Proof> proof(OutgoingCall call) {
    return tokens
        .token()
        .thenApply(outcome ->
            switch (outcome) {
              case AccessTokens.Granted granted ->
                  new Proof.Given(Map.of("authorization", "Bearer " + granted.token()));
              case AccessTokens.Refused(String reason) -> new Proof.Missing(reason);
            });
  }

  @Override
  public String withoutSecrets(String text) {
    String last = tokens.last();
    return last == null ? text : text.replace(last, "***");
  }
}
