package dev.sluice.proofs.revocation;

import dev.sluice.proofs.traffic.Answer;
import dev.sluice.proofs.traffic.Ask;
import dev.sluice.proofs.traffic.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Callers with one key at every node, who ask again as soon as they are answered. */
final class NodeLoad implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final long PAUSE_AFTER_A_REFUSAL = TimeUnit.MILLISECONDS.toNanos(5);

  private final List<Caller> callers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
  private volatile boolean stopping;

  /**
   * One call.
   *
   * @param node from 0 on
   * @param beganAtMs by the clock of this machine
   * @param status 0 where no answer came
   */
  record Call(int node, long beganAtMs, int status) {}

  private NodeLoad() {}

  /**
   * Begins.
   *
   * @param perNode callers at each node
   */
  static NodeLoad start(List<String> urls, String key, int perNode, Ask ask) {
    NodeLoad load = new NodeLoad();
    for (int node = 0; node < urls.size(); node++) {
      Caller caller = new Caller(urls.get(node), key, DEADLINE);
      load.callers.add(caller);
      int at = node;
      for (int i = 0; i < perNode; i++) {
        load.threads.add(Thread.startVirtualThread(() -> load.ask(at, caller, ask)));
      }
    }
    return load;
  }

  private void ask(int node, Caller caller, Ask ask) {
    while (!stopping) {
      long began = System.currentTimeMillis();
      Answer answer = caller.ask(ask);
      calls.add(new Call(node, began, answer.status()));
      if (answer.status() != 200) {
        LockSupport.parkNanos(PAUSE_AFTER_A_REFUSAL);
      }
    }
  }

  /** Whether every node has answered a call that began then or later with this status. */
  boolean allAnswered(int status, long sinceMs) {
    return calls.stream()
            .filter(call -> call.status() == status && call.beganAtMs() >= sinceMs)
            .mapToInt(Call::node)
            .distinct()
            .count()
        == callers.size();
  }

  /** Lets the open calls end; all calls that there were. */
  List<Call> stop() throws InterruptedException {
    stopping = true;
    for (Thread thread : threads) {
      thread.join();
    }
    return List.copyOf(calls);
  }

  @Override
  public void close() {
    stopping = true;
    callers.forEach(Caller::close);
  }
}
