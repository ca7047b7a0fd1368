package dev.sluice.launcher.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StreamsBesideTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final List<String> closed = new CopyOnWriteArrayList<>();
  private final StreamsBeside beside = new StreamsBeside();

  @Test
  void shouldStopAllInReverseWhenClosed() {
    beside.start(List.of(() -> role("cost", true), () -> role("observability", true)), LONG);

    assertThat(beside.await()).hasSize(2);
    beside.close();

    assertThat(closed).containsExactly("observability", "cost");
  }

  @Test
  void shouldFailAndStillStopTheOtherWhenOneCannotStart() {
    beside.start(
        List.of(
            () -> role("cost", true),
            () -> {
              throw new StartFailure("no port", new IllegalStateException());
            }),
        LONG);

    assertThatThrownBy(beside::await).isInstanceOf(StartFailure.class).hasMessage("no port");
    beside.close();

    assertThat(closed).containsExactly("cost");
  }

  @Test
  void shouldNotFailWhenOneIsBehind() {
    beside.start(List.of(() -> role("cost", false)), Duration.ofMillis(20));

    assertThat(beside.await()).hasSize(1);
    beside.close();
  }

  @Test
  void shouldCutTheStartShortWhenClosed() throws InterruptedException {
    CountDownLatch waiting = new CountDownLatch(1);
    beside.start(
        List.of(() ->
            new StartedRole(
                "cost",
                "http://127.0.0.1:1",
                () -> {
                  waiting.countDown();
                  return List.of("it restores");
                },
                () -> closed.add("cost"))),
        LONG);
    waiting.await();

    beside.close();

    assertThat(closed).containsExactly("cost");
    assertThat(beside.started()).isCompletedExceptionally();
  }

  private StartedRole role(String name, boolean ready) {
    return new StartedRole(
        name,
        "http://127.0.0.1:1",
        () -> ready ? List.of() : List.of("it restores"),
        () -> closed.add(name));
  }
}
