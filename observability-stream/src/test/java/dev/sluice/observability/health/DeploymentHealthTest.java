package dev.sluice.observability.health;

import static dev.sluice.observability.ObservabilityFixture.DEPLOYMENT;
import static dev.sluice.observability.ObservabilityFixture.NOW;
import static dev.sluice.observability.ObservabilityFixture.failed;
import static dev.sluice.observability.ObservabilityFixture.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.observability.ObservabilityFixture;
import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.metric.DeploymentHealth;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentHealthTest {
  private static final Duration TOLD = Duration.ofSeconds(4);
  private ObservabilityFixture observability;

  @BeforeEach
  void open(@TempDir Path stateDir) {
    observability = new ObservabilityFixture(stateDir);
  }

  @AfterEach
  void close() {
    observability.close();
  }

  @Test
  void shouldCountTheLastSeconds() {
    AttemptEvent streamed = succeeded(100);
    streamed.setTtftMs(40L);
    observability.attempt(streamed);
    observability.attempt(succeeded(100));
    observability.attempt(failed(ErrorKind.PROVIDER_OVERLOADED));
    observability.attempt(failed(ErrorKind.FIRST_TOKEN_TIMEOUT));

    observability.pass(TOLD);

    DeploymentHealth health = latest();
    assertThat(health.getDeployment()).isEqualTo(DEPLOYMENT);
    assertThat(health.getWindowS()).isEqualTo(30);
    assertThat(health.getAttempts()).isEqualTo(4);
    assertThat(health.getFailed()).isEqualTo(1);
    assertThat(health.getTimedOut()).isEqualTo(1);
    assertThat(health.getErrorRatio()).isEqualTo(0.5);
    assertThat(health.getTtftP50Ms()).isCloseTo(40, within(1.0));
  }

  @Test
  void shouldNotBlameADeploymentForItsCallers() {
    observability.attempt(failed(ErrorKind.INVALID_REQUEST));
    observability.attempt(failed(ErrorKind.CONTENT_POLICY));
    observability.attempt(failed(ErrorKind.CANCELLED));
    observability.attempt(failed(ErrorKind.DEADLINE_EXCEEDED));

    observability.pass(TOLD);

    assertThat(latest().getErrorRatio()).isZero();
    assertThat(latest().getAttempts()).isEqualTo(4);
  }

  @Test
  void shouldTellOnlyWhatChanged() {
    observability.attempt(succeeded(100));
    observability.pass(Duration.ofSeconds(20));

    assertThat(observability.health()).hasSize(1);
  }

  @Test
  void shouldSlideOutOfTheWindowAndThenBeSilent() {
    observability.attempt(failed(ErrorKind.PROVIDER_ERROR));
    observability.pass(Duration.ofSeconds(10));
    observability.attempt(succeeded(100));
    observability.pass(Duration.ofSeconds(60));

    List<DeploymentHealth> told = observability.health();
    assertThat(told).extracting(DeploymentHealth::getAttempts).containsExactly(1L, 2L, 1L, 0L);
    assertThat(told)
        .extracting(DeploymentHealth::getErrorRatio)
        .containsExactly(1.0, 0.5, 0.0, 0.0);
  }

  @Test
  void shouldLeaveOutWhatIsLongAgo() {
    observability.attempt(failed(ErrorKind.PROVIDER_ERROR), NOW.minusSeconds(31));
    observability.pass(TOLD);

    assertThat(observability.health()).isEmpty();
  }

  private DeploymentHealth latest() {
    if (told.isEmpty()) {
      told = observability.health();
    }
    return told.get(told.size() - 1);
  }

  private List<DeploymentHealth> told = List.of();
}
