package dev.sluice.dialects.api;

import dev.sluice.schemas.chat.CanonicalReply;
import java.util.Objects;

/** What a provider's whole answer meant. */
public sealed interface ProviderReply {
  /** A reply; an error inside a 2xx is {@link Failed}. */
  record Succeeded(CanonicalReply reply) implements ProviderReply {
    public Succeeded {
      Objects.requireNonNull(reply, "reply");
    }
  }

  /** A failure, also where the body could not be understood. */
  record Failed(ProviderFailure failure) implements ProviderReply {
    public Failed {
      Objects.requireNonNull(failure, "failure");
    }
  }
}
