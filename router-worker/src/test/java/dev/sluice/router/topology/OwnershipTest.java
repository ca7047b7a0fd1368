package dev.sluice.router.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.router.inflight.Decisions;
import dev.sluice.schemas.attempt.Dispatch;
import dev.sluice.schemas.request.InferenceRequest;
import org.junit.jupiter.api.Test;

/** An owner that was stopped between its decision and its action. */
class OwnershipTest {
  private static final InferenceRequest REQUEST =
      Samples.request(Samples.envelope(Samples.id(1), "assistant"));

  private static DrivenRouter stopped(RouterServices.OwnershipChecks checks, boolean superseded) {
    DrivenRouter router = new DrivenRouter(checks, 1 << 20, new DrivenRouter.OneLog());
    router.serve("assistant", "openai");
    router.delayMs = 3_000;
    if (superseded) {
      router.logs.foreignClaim =
          router
              .codecs
              .of(router.topics.decisions())
              .encode(Decisions.claim(2, "router-2", DrivenRouter.START.toEpochMilli()));
    }
    return router;
  }

  @Test
  void shouldNotActWhenSomebodyTookThePartitionMeanwhile() {
    try (DrivenRouter router = stopped(RouterServices.OwnershipChecks.ON, true)) {
      assertThatThrownBy(() -> router.accept(REQUEST)).isInstanceOf(StaleOwnerException.class);

      assertThat(router.dispatched("openai")).isEmpty();
    }
  }

  @Test
  void shouldActOnceTheLogProvesThatNobodyDid() {
    try (DrivenRouter router = stopped(RouterServices.OwnershipChecks.ON, false)) {
      router.accept(REQUEST);

      Dispatch dispatch = router.dispatched("openai").getFirst();
      assertThat(dispatch.getOwnerEpoch()).isEqualTo(1);
    }
  }

  @Test
  void shouldActTwiceWhenTheChecksAreTakenOut() {
    try (DrivenRouter router =
        stopped(RouterServices.OwnershipChecks.OFF_TO_SHOW_THE_FAILURE, true)) {
      router.accept(REQUEST);

      assertThat(router.dispatched("openai")).hasSize(1);
    }
  }

  @Test
  void shouldLeaveWhenANewerClaimIsReadBack() {
    try (DrivenRouter router = new DrivenRouter()) {
      byte[] claim =
          router
              .codecs
              .of(router.topics.decisions())
              .encode(Decisions.claim(7, "router-2", DrivenRouter.START.toEpochMilli()));

      assertThatThrownBy(() -> router.pipe(router.topics.decisions(), "claim", claim))
          .isInstanceOf(StaleOwnerException.class);
    }
  }
}
