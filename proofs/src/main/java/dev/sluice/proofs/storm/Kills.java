package dev.sluice.proofs.storm;

import dev.sluice.proofs.Waiting;
import dev.sluice.proofs.gateway.RoleCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Every two seconds {@code kill -9} of a member that is ready, by chance, and its restart; now and
 * then a router is stopped past its session and goes on.
 */
final class Kills {
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration STOPPED = Duration.ofSeconds(6);
  private static final int STOP_EACH = 12;

  private final RoleCluster cluster;
  private final Random random;
  private final Map<String, Integer> struck = new TreeMap<>();
  private int blows;

  Kills(RoleCluster cluster, long seed) {
    this.cluster = cluster;
    this.random = new Random(seed);
  }

  /** Strikes for so long. */
  void run(Duration length) throws IOException, InterruptedException {
    long end = System.nanoTime() + length.toNanos();
    while (System.nanoTime() < end) {
      long next = System.nanoTime() + EVERY.toNanos();
      strike();
      Waiting.until(Duration.ofNanos(Math.max(1, next - System.nanoTime())), () -> false);
    }
    for (String name : cluster.names()) {
      cluster.member(name).awaitReady();
    }
  }

  private void strike() throws IOException, InterruptedException {
    List<String> ready = new ArrayList<>();
    for (String name : cluster.names()) {
      if (!name.equals("broker") && cluster.member(name).ready()) {
        ready.add(name);
      }
    }
    if (ready.isEmpty()) {
      return;
    }
    String name = ready.get(random.nextInt(ready.size()));
    RoleCluster.Member member = cluster.member(name);
    blows++;
    if (name.startsWith("router") && blows % STOP_EACH < STOP_EACH / 3) {
      member.process().pause();
      Waiting.until(STOPPED, () -> false);
      member.process().resume();
      struck.merge(name + " stopped", 1, Integer::sum);
    } else {
      member.process().kill();
      member.restart();
      struck.merge(name, 1, Integer::sum);
    }
  }

  int blows() {
    return blows;
  }

  /** How often each member was struck. */
  Map<String, Integer> struck() {
    return struck;
  }
}
