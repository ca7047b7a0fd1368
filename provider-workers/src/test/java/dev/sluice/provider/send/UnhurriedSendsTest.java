package dev.sluice.provider.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnhurriedSendsTest {
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final UnhurriedSends sends = new UnhurriedSends(timer, System::nanoTime);
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
  void shouldSendNothingByItselfBeforeItsTime() {
    Looks looks = new Looks();
    AtomicLong millis = new AtomicLong();
    UnhurriedSends unhurried =
        new UnhurriedSends(looks, () -> TimeUnit.MILLISECONDS.toNanos(millis.get()));

    unhurried.add(() -> sent.add(1));
    millis.set(2);
    unhurried.sendAll();
    millis.set(3);
    unhurried.add(() -> sent.add(2));
    millis.set(10);
    looks.runOnly(10); // the look that was asked for with the first
    assertThat(sent).as("the second has waited for seven of ten milliseconds").containsExactly(1);

    millis.set(13);
    looks.runOnly(3);
    assertThat(sent).containsExactly(1, 2);

    millis.set(20);
    unhurried.add(() -> sent.add(3));
    millis.set(30);
    looks.runOnly(10);
    assertThat(sent).containsExactly(1, 2, 3);
    assertThat(looks.delays).as("looks while nothing waits").isEmpty();
    looks.shutdownNow();
  }

  @Test
  void shouldSendAtOnceWhenTheTimerHasEnded() {
    timer.shutdownNow();

    sends.add(() -> sent.add(1));
    sends.add(() -> sent.add(2));

    assertThat(sent).containsExactly(1, 2);
  }

  /** Keeps what it is asked to do later until it is told to. */
  private static final class Looks extends ScheduledThreadPoolExecutor {
    private final List<Runnable> asked = new ArrayList<>();
    private final List<Long> delays = new ArrayList<>();

    Looks() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
      asked.add(command);
      delays.add(unit.toMillis(delay));
      return super.schedule(() -> {}, 0, TimeUnit.NANOSECONDS);
    }

    void runOnly(long delayMillis) {
      assertThat(delays).containsExactly(delayMillis);
      delays.clear();
      asked.removeFirst().run();
    }
  }
}
