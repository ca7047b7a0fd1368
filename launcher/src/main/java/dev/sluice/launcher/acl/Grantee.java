package dev.sluice.launcher.acl;

import dev.sluice.schemas.topic.Parties;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whom rights are printed for, besides batch authors. */
public enum Grantee {
  INGRESS(Parties.INGRESS, true),
  ROUTER_WORKER(Parties.ROUTER, true),
  PROVIDER_WORKERS(Parties.WORKER, true),
  COST_STREAM(Parties.COST, true),
  OBSERVABILITY_STREAM(Parties.OBSERVABILITY, true),
  /** {@code sluice apply -f} and {@code keys create -f}, which go to Kafka. */
  LAUNCHER(Parties.LAUNCHER, false),
  /** {@code sluice request}, {@code topics} and {@code doctor}. */
  OPERATORS(Parties.OPERATORS, false),
  /** {@code sluice spend}, and whoever reads the ledger. */
  ANALYSTS(Parties.ANALYSTS, false);

  private final String text;
  private final boolean role;

  Grantee(String text, boolean role) {
    this.text = text;
    this.role = role;
  }

  /** As the catalogue of topics and the command call it. */
  public String text() {
    return text;
  }

  /** Whether the catalogue means this one by any of these names. */
  boolean isAmong(List<String> parties) {
    return parties.contains(text)
        || role && (parties.contains(Parties.ALL_ROLES) || parties.contains(Parties.ANY_ROLE));
  }

  /** The one of this text; empty where there is none. */
  public static Optional<Grantee> of(String text) {
    return Arrays.stream(values()).filter(grantee -> grantee.text.equals(text)).findFirst();
  }

  /** All texts, for a message. */
  public static List<String> texts() {
    return Arrays.stream(values()).map(Grantee::text).toList();
  }
}
