package dev.sluice.provider.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnhurriedSendsTest {
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final UnhurriedSends sends = new UnhurriedSends(timer);
  private final List<Integer> sent = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    timer.shutdownNow();
  }

  @Test
  void shouldSendWhatWaitsInOrderWhenSomethingHurriedComes() {
    CountDownLatch until = new CountDownLatch(1);
    timer.submit(
        () -> until.await(10, TimeUnit.SECONDS)); // so that the timer's thread sends nothing
    for (int i = 0; i < 100; i++) {
      int number = i;
      sends.add(() -> sent.add(number));
    }
    assertThat(sent).isEmpty();

    sends.sendAll();
    assertThat(sent).hasSize(100).isSorted();

    until.countDown();
    sends.add(() -> sent.add(100));
    await().until(() -> sent.contains(100));
    assertThat(sent).as("each once").hasSize(101);
  }

  @Test
  void shouldSendByItselfWhenNothingElseComes() {
    for (int i = 0; i < 20; i++) {
      int number = i;
      sends.add(() -> sent.add(number));
      await().until(() -> sent.contains(number));
    }

    assertThat(sent).hasSize(20).isSorted();
  }

  @Test
  void shouldSendAtOnceWhenTheTimerHasEnded() {
    timer.shutdownNow();

    sends.add(() -> sent.add(1));
    sends.add(() -> sent.add(2));

    assertThat(sent).containsExactly(1, 2);
  }
}
