package dev.sluice.proofs.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proofs.backlog.Phases.Phase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhasesTest {
  /** Written in the second 10; 20 a second from 12 to 16, nothing from 17 to 21, then drained. */
  private static Phases phases() {
    List<Long> starts = new ArrayList<>();
    for (long ms = 12_000; ms < 17_000; ms += 50) {
      starts.add(ms);
    }
    int paced = starts.size();
    for (long ms = 22_000; ms < 27_000; ms += 10) {
      starts.add(ms);
    }
    return new Phases(starts, paced, 10_000, 10_900, 15);
  }

  @Test
  void shouldSayNoneWhenThereIsNoBacklog() {
    assertThat(phases().at(8_000)).contains(Phase.NONE);
    assertThat(phases().at(29_500)).contains(Phase.NONE);
  }

  @Test
  void shouldSayRunningWhenCallsBeginAtTheirPace() {
    assertThat(phases().at(14_500)).contains(Phase.RUNNING);
  }

  @Test
  void shouldSayWaitingWhenNoCallBegins() {
    assertThat(phases().at(19_500)).contains(Phase.WAITING);
  }

  @Test
  void shouldSayDrainingBehindThePacedOnes() {
    assertThat(phases().at(24_500)).contains(Phase.DRAINING);
  }

  @Test
  void shouldSayNothingBetweenTwoPhases() {
    assertThat(phases().at(10_500)).isEmpty();
    assertThat(phases().at(16_500)).isEmpty();
    assertThat(phases().at(22_100)).isEmpty();
    assertThat(phases().at(27_500)).isEmpty();
  }
}
