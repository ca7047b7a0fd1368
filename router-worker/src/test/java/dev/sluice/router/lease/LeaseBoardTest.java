package dev.sluice.router.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseBoardTest {
  private static final long BEGAN = 1_000_000;
  private static final long TOOK = BEGAN + 5_000;

  private long nowMs = 10_000;
  private final BrokerContact contact = new BrokerContact(this::nanos);
  private final LeaseBoard board = new LeaseBoard(this::nanos, contact);

  private long nanos() {
    return TimeUnit.MILLISECONDS.toNanos(nowMs);
  }

  @BeforeEach
  void begin() {
    look();
    board.renewed("worker", BEGAN, TOOK, nanos());
  }

  private void look() {
    contact.look(nanos(), nanos());
  }

  /** Time passes with the broker in reach. */
  private void pass(long ms) {
    for (long left = ms; left > 0; left -= 250) {
      nowMs += 250;
      look();
    }
  }

  /** Time passes and the broker does not answer. */
  private void passWithoutBroker(long ms) {
    long last = nanos();
    for (long left = ms; left > 0; left -= 250) {
      nowMs += 250;
      contact.look(last, last);
    }
  }

  @Test
  void shouldLoseALeaseWhenFourRenewalsAreMissing() {
    pass(1_500);
    assertThat(board.lost("worker", TOOK)).isFalse();

    pass(750);

    assertThat(board.lost("worker", TOOK)).isTrue();
  }

  @Test
  void shouldKeepALeaseThatIsRenewed() {
    for (int i = 0; i < 10; i++) {
      pass(500);
      board.renewed("worker", BEGAN, TOOK + i, nanos());
    }

    assertThat(board.lost("worker", TOOK)).isFalse();
  }

  @Test
  void shouldNotLoseALeaseForAnOutageOfTheBroker() {
    passWithoutBroker(30_000);
    assertThat(board.lost("worker", TOOK)).isFalse();

    pass(1_500);
    assertThat(board.lost("worker", TOOK)).isFalse();
  }

  @Test
  void shouldLoseALeaseThatIsNotRenewedAfterTheOutageEither() {
    passWithoutBroker(30_000);

    pass(3_000);

    assertThat(board.lost("worker", TOOK)).isTrue();
  }

  @Test
  void shouldLoseWhatAWorkerHadBeforeItWasStartedAgain() {
    board.renewed("worker", BEGAN + 60_000, TOOK + 60_000, nanos());

    assertThat(board.lost("worker", TOOK)).isTrue();
    assertThat(board.lost("worker", TOOK + 60_001)).isFalse();
  }

  @Test
  void shouldGiveAWorkerThatWasNeverSeenTimeToBeSeen() {
    assertThat(board.lost("stranger", TOOK)).isFalse();

    pass(3_000);

    assertThat(board.lost("stranger", TOOK)).isTrue();
  }
}
