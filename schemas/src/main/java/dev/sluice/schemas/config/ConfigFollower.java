package dev.sluice.schemas.config;

import dev.sluice.schemas.control.ConfigEntry;
import dev.sluice.schemas.follow.CompactedFollower;
import dev.sluice.schemas.follow.FollowListener;
import dev.sluice.schemas.follow.FollowedRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the newest {@link GatewayConfig}. One thread follows the {@code config} topic, which has
 * one partition; any thread may read {@link #current()}, which never blocks and survives outages.
 */
public final class ConfigFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigFollower.class);

  private final CompactedFollower<ConfigEntry> follower;
  private final Fold fold;

  private ConfigFollower(CompactedFollower<ConfigEntry> follower, Fold fold) {
    this.follower = follower;
    this.fold = fold;
  }

  /**
   * Starts to follow and returns at once.
   *
   * @param clientProperties how to reach the brokers
   * @param topic full name of the {@code config} topic
   */
  public static ConfigFollower start(
      Map<String, Object> clientProperties, String topic, Deserializer<ConfigEntry> deserializer) {
    return start(clientProperties, topic, deserializer, nothing -> {});
  }

  /**
   * As above, with somebody who hears of every record, too, on the follower's thread: at the end of
   * a batch {@link #current()} has it already.
   */
  public static ConfigFollower start(
      Map<String, Object> clientProperties,
      String topic,
      Deserializer<ConfigEntry> deserializer,
      FollowListener<ConfigEntry> also) {
    Fold fold = new Fold(also);
    return new ConfigFollower(
        CompactedFollower.start("sluice-config", clientProperties, topic, deserializer, fold),
        fold);
  }

  /** The configuration in force here. */
  public GatewayConfig current() {
    return fold.current;
  }

  /** Offset of the newest record in {@link #current()}, -1 before the first. */
  public long appliedOffset() {
    return fold.current.appliedOffset();
  }

  /**
   * Waits until {@link #current()} holds everything that the topic held at the start.
   *
   * @return whether that was so within the time
   */
  public boolean awaitReady(Duration atMost) throws InterruptedException {
    return follower.awaitReady(atMost);
  }

  /** Whether everything was read that the topic held at the start. */
  public boolean isReady() {
    return follower.isReady();
  }

  /** See {@link CompactedFollower#lastContactNanos()}. */
  public long lastContactNanos() {
    return follower.lastContactNanos();
  }

  /** See {@link CompactedFollower#caughtUpAsOfNanos()}. */
  public long caughtUpAsOfNanos() {
    return follower.caughtUpAsOfNanos();
  }

  /**
   * Tells every later configuration, on the follower's thread, after {@link #current()} has it. The
   * listener must not block.
   */
  public void onChange(Consumer<GatewayConfig> listener) {
    fold.listeners.add(listener);
  }

  @Override
  public void close() {
    follower.close();
  }

  /** Folds records and publishes once for those that came together. */
  static final class Fold implements FollowListener<ConfigEntry> {
    private final List<Consumer<GatewayConfig>> listeners = new CopyOnWriteArrayList<>();
    private volatile GatewayConfig current = GatewayConfig.empty();
    private final FollowListener<ConfigEntry> also;
    private ConfigState state = new ConfigState();

    Fold(FollowListener<ConfigEntry> also) {
      this.also = also;
    }

    GatewayConfig current() {
      return current;
    }

    @Override
    public void onRecord(FollowedRecord<ConfigEntry> followed) {
      ConfigEntry entry = followed.value();
      if (entry == null) {
        state.removeKey(followed.key(), followed.offset());
      } else {
        state.apply(entry, followed.offset());
      }
      also.onRecord(followed);
    }

    @Override
    public void onUndecodable(String key, int partition, long offset, String reason) {
      state.unreadable(key, "its record cannot be read: " + reason, offset);
      also.onUndecodable(key, partition, offset, reason);
    }

    @Override
    public void onBatchEnd() {
      GatewayConfig next = GatewayConfig.of(state.copy());
      logNewProblems(next);
      current = next;
      listeners.forEach(listener -> listener.accept(next));
      also.onBatchEnd();
    }

    private void logNewProblems(GatewayConfig next) {
      next.problems()
          .forEach((object, reason) -> {
            if (!reason.equals(current.problems().get(object))) {
              LOG.atWarn()
                  .addKeyValue("object", object)
                  .addKeyValue("reason", reason)
                  .log("configuration object kept out");
            }
          });
    }
  }
}
