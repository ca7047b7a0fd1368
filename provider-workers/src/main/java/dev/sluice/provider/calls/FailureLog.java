package dev.sluice.provider.calls;

import dev.sluice.schemas.error.ErrorInfo;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of failed attempts, now and then: one line for each deployment and kind in ten seconds. The
 * metrics count them all. Safe for any thread.
 */
public final class FailureLog {
  private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int MOST = 1_000;

  private record Key(String deployment, String kind) {}

  private final Map<Key, Long> toldAtNanos = new ConcurrentHashMap<>();

  void failed(Attempt attempt, ErrorInfo error) {
    var key = new Key(attempt.dispatch().getDeployment(), error.getKind());
    if (toldAtNanos.size() > MOST) {
      toldAtNanos.clear();
    }
    long now = System.nanoTime();
    long told =
        toldAtNanos.merge(
            key, now, (before, current) -> current - before > QUIET_NANOS ? current : before);
    if (told == now) {
      LOG.atWarn()
          .addKeyValue("deployment", key.deployment())
          .addKeyValue("error", key.kind())
          .addKeyValue("statusCode", error.getProviderStatus())
          .addKeyValue("requestId", attempt.requestId())
          .log("An attempt failed; more of its kind are not told for ten seconds");
    }
  }
}
