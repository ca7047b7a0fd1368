package dev.sluice.provider.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlotsTest {
  @Test
  void shouldNotBeFreeWhenFewerAreLeftThanWanted() throws InterruptedException {
    Slots slots = new Slots(4, 1_000);
    slots.take(1);

    assertThat(slots.awaitFree(3, 0)).isTrue();
    assertThat(slots.awaitFree(4, 0)).isFalse();
  }

  @Test
  void shouldNotBeFreeWhenTooManyBytesAreInHand() throws InterruptedException {
    Slots slots = new Slots(4, 1_000);
    slots.take(1_000);

    assertThat(slots.awaitFree(1, 0)).isFalse();
  }

  @Test
  void shouldWakeWhenOneIsGivenBack() {
    Slots slots = new Slots(1, 1_000);
    slots.take(10);
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(() -> {
          try {
            return slots.awaitFree(1, 10_000);
          } catch (InterruptedException e) {
            return false;
          }
        });

    slots.giveBack(10);

    assertThat(waiting.orTimeout(5, TimeUnit.SECONDS).join()).isTrue();
    assertThat(slots.used()).isZero();
  }
}
