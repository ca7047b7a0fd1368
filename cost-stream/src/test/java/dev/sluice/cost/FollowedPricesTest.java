package dev.sluice.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.schemas.money.PriceBook;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FollowedPricesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration SHORT = Duration.ofMillis(50);
  private final PriceBook book = new TestBook();
  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void shouldWaitForABookThatIsOnItsWay() {
    FollowedPrices prices =
        new FollowedPrices(
            version -> looks.incrementAndGet() < 4 ? Optional.empty() : Optional.of(book),
            () -> Long.MIN_VALUE,
            PATIENCE);

    assertThat(prices.book(TestBook.VERSION)).containsSame(book);
  }

  @Test
  void shouldNotKnowABookOnlyWhenTheTopicWasReadUpToNow() {
    FollowedPrices prices =
        new FollowedPrices(
            version -> {
              looks.incrementAndGet();
              return Optional.empty();
            },
            System::nanoTime,
            PATIENCE);

    assertThat(prices.book("test-0")).isEmpty();
    int looksBefore = looks.get();
    assertThat(prices.book("test-0")).isEmpty();
    assertThat(looks.get()).isEqualTo(looksBefore + 1);
  }

  @Test
  void shouldNotCallABookUnknownWhileKafkaDoesNotAnswer() {
    FollowedPrices prices =
        new FollowedPrices(version -> Optional.empty(), () -> Long.MIN_VALUE, SHORT);

    assertThatThrownBy(() -> prices.book("test-0")).isInstanceOf(PricesNotReadException.class);
  }
}
