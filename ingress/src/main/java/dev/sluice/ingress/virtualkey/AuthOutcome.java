package dev.sluice.ingress.virtualkey;

import java.util.List;

/** Who a caller is. */
public sealed interface AuthOutcome {
  /** It holds a key. */
  record Authenticated(KeyHolder holder) implements AuthOutcome {}

  /** It gave no key. */
  record Missing() implements AuthOutcome {}

  /** It gave different keys in these places. */
  record Several(List<String> places) implements AuthOutcome {
    public Several {
      places = List.copyOf(places);
    }
  }

  /** Its key is wrong, revoked or expired; which of these is told to nobody. */
  record Rejected() implements AuthOutcome {}

  /** Its key is good, but not for use from its address. */
  record WrongAddress(KeyHolder holder, String address) implements AuthOutcome {}
}
