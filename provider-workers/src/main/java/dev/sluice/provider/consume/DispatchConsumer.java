package dev.sluice.provider.consume;

import dev.sluice.provider.calls.SendResult;
import dev.sluice.provider.consume.DispatchSource.Delivered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of one consumer of dispatches, on a thread of its own. It polls only with as many free
 * slots as a poll may bring; what a round acknowledges travels at once, with the next poll where
 * there are slots for one.
 */
public final class DispatchConsumer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DispatchConsumer.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long LOOK_MS = 100;
  private static final long AFTER_FAILURE_MS = 300;
  private static final long STOP_WAIT_S = 10;

  /** Tells what could not be read. */
  @FunctionalInterface
  public interface Undecodables {
    void tell(Delivered delivered, String reason, Consumer<SendResult> then);
  }

  private final String name;
  private final Supplier<DispatchSource> sources;
  private final DispatchReader reader;
  private final HandOver handOver;
  private final Slots slots;
  private final Undecodables undecodables;
  private final Supplier<Set<String>> providers;
  private final Thread thread;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;
  private volatile @Nullable DispatchSource source;
  private volatile Set<String> subscribed = Set.of();
  private volatile String problem = "";

  /**
   * @param providers those whose dispatch topics are there, as of now
   */
  DispatchConsumer(
      String name,
      Supplier<DispatchSource> sources,
      DispatchReader reader,
      HandOver handOver,
      Slots slots,
      Undecodables undecodables,
      Supplier<Set<String>> providers) {
    this.name = name;
    this.sources = sources;
    this.reader = reader;
    this.handOver = handOver;
    this.slots = slots;
    this.undecodables = undecodables;
    this.providers = providers;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Why it takes no dispatches, empty where it does. */
  public String problem() {
    return problem;
  }

  /** Topics that it reads. */
  public Set<String> subscribed() {
    return subscribed;
  }

  private void run() {
    try {
      while (!stopping) {
        try {
          round();
        } catch (InterruptException | InterruptedException e) {
          stopping = true;
        } catch (RuntimeException e) {
          failed(e);
        }
      }
    } finally {
      closeSource();
      ended.countDown();
    }
  }

  private void round() throws InterruptedException {
    DispatchSource from = source();
    Set<String> wanted = reader.topicsOf(providers.get());
    if (!wanted.equals(subscribed)) {
      from.subscribe(wanted);
      subscribed = wanted;
      LOG.atInfo().addKeyValue("topics", wanted).log("Dispatch topics are read");
    }
    if (wanted.isEmpty()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MS));
      return;
    }
    if (!slots.awaitFree(from.pollRecords(), 0)) {
      from.commit();
      if (!slots.awaitFree(from.pollRecords(), LOOK_MS)) {
        return;
      }
    }
    List<Delivered> delivered = from.poll(POLL);
    problem = "";
    if (!delivered.isEmpty()) {
      handOver(from, delivered);
    }
  }

  private void handOver(DispatchSource from, List<Delivered> delivered)
      throws InterruptedException {
    var unsettled = new CountDownLatch(delivered.size());
    List<Settlement> settlements = new ArrayList<>(delivered.size());
    for (Delivered one : delivered) {
      var settlement = new Settlement(one, unsettled);
      settlements.add(settlement);
      take(one, settlement);
    }
    while (!unsettled.await(LOOK_MS, TimeUnit.MILLISECONDS) && !stopping) {
      // what a dispatch became is not in the log yet: there is nothing to acknowledge
    }
    if (stopping) {
      boolean all = unsettled.await(STOP_WAIT_S, TimeUnit.SECONDS);
      LOG.atDebug().addKeyValue("all", all).log("Last dispatches handed over");
    }
    for (Settlement settlement : settlements) {
      if (settlement.written) {
        from.accept(settlement.delivered);
      } else {
        from.release(settlement.delivered);
      }
    }
    if (stopping) {
      from.commit();
    }
  }

  private void take(Delivered one, Settlement settlement) {
    switch (reader.read(one.record())) {
      case DispatchReader.Outcome.Read read ->
          handOver.take(
              read.attempt(),
              one.deliveries(),
              slots,
              one.record().serializedValueSize(),
              settlement::settle);
      case DispatchReader.Outcome.Unreadable unreadable ->
          undecodables.tell(one, unreadable.reason(), settlement::settle);
      case DispatchReader.Outcome.NotNow ignored ->
          settlement.settle(new SendResult.Lost("the schema registry does not answer"));
    }
  }

  private DispatchSource source() {
    DispatchSource open = source;
    if (open == null) {
      open = sources.get();
      source = open;
    }
    return open;
  }

  private void failed(RuntimeException failure) {
    String told = failure.getClass().getSimpleName();
    if (!told.equals(problem)) {
      LOG.atWarn()
          .addKeyValue("consumer", name)
          .addKeyValue("error", told)
          .setCause(failure)
          .log("Dispatches cannot be read, trying again");
    }
    problem = told;
    closeSource();
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(AFTER_FAILURE_MS));
  }

  private void closeSource() {
    DispatchSource open = source;
    source = null;
    subscribed = Set.of();
    if (open != null) {
      try {
        open.close();
      } catch (RuntimeException e) {
        LOG.atDebug().setCause(e).log("A consumer did not close cleanly");
      }
    }
  }

  /**
   * Takes no more dispatches; what was taken is handed over first. Blocks, within a bound. A
   * running poll is not cut short: what it had in its hands would come again elsewhere, its fate
   * unknown.
   */
  @Override
  public void close() {
    stopping = true;
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    try {
      if (!ended.await(2 * STOP_WAIT_S, TimeUnit.SECONDS)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is to be acknowledged for one record. */
  private static final class Settlement {
    private final Delivered delivered;
    private final CountDownLatch unsettled;
    private volatile boolean written;

    Settlement(Delivered delivered, CountDownLatch unsettled) {
      this.delivered = delivered;
      this.unsettled = unsettled;
    }

    void settle(SendResult result) {
      written = result instanceof SendResult.Written;
      unsettled.countDown();
    }
  }
}
