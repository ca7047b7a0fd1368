package dev.sluice.router.topology;

import dev.sluice.router.admission.BudgetAlerts;
import dev.sluice.router.inflight.RequestState;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.spend.BudgetAlert;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Tells what became of budgets, once for each event as long as one owner remembers. */
final class Alerts {
  private static final int MOST_REMEMBERED = 10_000;

  private final RouterServices services;
  private final OwnedPartition owned;
  private final Codec<BudgetAlert> codec;
  private final Set<String> told = new LinkedHashSet<>();

  Alerts(RouterServices services, OwnedPartition owned) {
    this.services = services;
    this.owned = owned;
    this.codec = services.codecs().of(services.topics().budgetAlerts());
  }

  /**
   * An attempt was settled or written off.
   *
   * @param again whether an earlier owner may have told
   */
  void settled(RequestState request, Decision decision, long atMs, boolean again) {
    if (decision.getBudgetHolds().isEmpty()) {
      return;
    }
    request
        .attempt(decision.getAttemptNumber())
        .ifPresent(attempt ->
            tell(
                BudgetAlerts.settled(
                    services.config().get(),
                    owned.folded().counters(),
                    request.envelope(),
                    decision,
                    request.step(attempt).getDeployment(),
                    atMs,
                    again)));
  }

  /** An attempt was refused, perhaps for want of room in a budget. */
  void refused(Envelope envelope, Decision decision, long atMs) {
    if (!decision.getBudgetHolds().isEmpty()) {
      tell(
          BudgetAlerts.refused(
              services.config().get(), owned.folded().counters(), envelope, decision, atMs));
    }
  }

  private void tell(List<BudgetAlert> alerts) {
    for (BudgetAlert alert : alerts) {
      if (told.size() >= MOST_REMEMBERED) {
        told.clear();
      }
      if (told.add(alert.getAlertId())) {
        owned.forward(
            RouterNodes.ALERTS_SINK,
            owned.accountKey(alert.getAccount()),
            new Outgoing(services.topics().budgetAlerts().name(), -1, codec.encode(alert)));
      }
    }
  }
}
