package dev.sluice.provider.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.calls.CallWatch.Due;
import dev.sluice.schemas.error.ErrorKind;
import org.junit.jupiter.api.Test;

class CallWatchTest {
  private static final CallLimits LIMITS = new CallLimits(50, 200, 100, 1_000);
  private static final CallState CONNECTING = new CallState.Connecting();
  private static final CallState ASKED = new CallState.Asked();
  private static final CallState STREAMING = new CallState.Answering(200, true, true);

  private final CallWatch watch = new CallWatch(LIMITS, true, 0, 900);

  @Test
  void shouldLookAgainAtTheNearestBound() {
    assertThat(watch.at(10, CONNECTING, false)).isEqualTo(new Due.Later(40));
    assertThat(watch.at(60, ASKED, false)).isEqualTo(new Due.Later(140));
  }

  @Test
  void shouldExpireWhenNotConnected() {
    assertThat(watch.at(50, CONNECTING, false)).isEqualTo(expired(ErrorKind.CONNECT_TIMEOUT));
  }

  @Test
  void shouldExpireWhenFirstTokenIsLate() {
    assertThat(watch.at(200, ASKED, false)).isEqualTo(expired(ErrorKind.FIRST_TOKEN_TIMEOUT));
  }

  @Test
  void shouldNotWaitForAFirstTokenWhenNotStreamed() {
    var whole = new CallWatch(LIMITS, false, 0, 900);

    assertThat(whole.at(300, ASKED, false)).isEqualTo(new Due.Later(600));
  }

  @Test
  void shouldExpireWhenNothingComesBetweenTwoPieces() {
    watch.piece(300);

    assertThat(watch.at(399, STREAMING, false)).isEqualTo(new Due.Later(1));
    assertThat(watch.at(400, STREAMING, false)).isEqualTo(expired(ErrorKind.IDLE_TIMEOUT));
  }

  @Test
  void shouldNotBlameTheProviderWhenItIsNotRead() {
    watch.piece(300);

    assertThat(watch.at(500, STREAMING, true)).isEqualTo(new Due.Later(100));
  }

  @Test
  void shouldExpireAtTheDeadlineWhenItIsBeforeTheTotal() {
    watch.piece(899);

    assertThat(watch.at(900, STREAMING, false)).isEqualTo(expired(ErrorKind.DEADLINE_EXCEEDED));
  }

  @Test
  void shouldExpireAtTheTotalWhenTheDeadlineIsFar() {
    var patient = new CallWatch(LIMITS, false, 0, 100_000);

    assertThat(patient.at(1_000, ASKED, false)).isEqualTo(expired(ErrorKind.ATTEMPT_TIMEOUT));
  }

  @Test
  void shouldTellSilenceAsAShareOfTheTimeOfTheContent() {
    watch.piece(600);

    assertThat(watch.silentShare(700, 100)).isEqualTo(0.2);
    assertThat(watch.silentShare(700, 590)).isEqualTo(0.4);
    assertThat(watch.silentShare(5_000, 100)).isEqualTo(1);
  }

  private static Due expired(ErrorKind kind) {
    return new Due.Expired(kind);
  }
}
