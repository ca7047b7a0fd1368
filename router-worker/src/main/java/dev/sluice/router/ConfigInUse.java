package dev.sluice.router;

import dev.sluice.schemas.config.ConfigFollower;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.config.Project;
import dev.sluice.schemas.config.Provider;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.TopicCreation;
import dev.sluice.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest configuration whose topics are there: the dispatch topics of its providers and the
 * batch topics of its projects are made before anything is decided by it. One thread of its own.
 */
final class ConfigInUse implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigInUse.class);
  private static final int LOOK_EVERY_MS = 20;

  private final Admin admin;
  private final Topics topics;
  private final ConfigFollower follower;
  private final Set<String> there = new HashSet<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("sluice-router-config").unstarted(task));
  private volatile GatewayConfig current = GatewayConfig.empty();
  private volatile boolean applied;
  private boolean troubled;

  ConfigInUse(Admin admin, Topics topics, ConfigFollower follower) {
    this.admin = admin;
    this.topics = topics;
    this.follower = follower;
  }

  void start() {
    thread.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
  }

  GatewayConfig current() {
    return current;
  }

  /** Whether everything that the topic held at the start is in use. */
  boolean isApplied() {
    return applied;
  }

  private void look() {
    try {
      GatewayConfig newest = follower.current();
      boolean complete = follower.isReady();
      if (newest == current && applied) {
        return;
      }
      if (newest != current && !makeTopics(newest)) {
        return;
      }
      current = newest;
      applied = applied || complete;
    } catch (RuntimeException e) {
      LOG.atWarn().addKeyValue("error", e.toString()).log("configuration cannot be applied yet");
    }
  }

  private boolean makeTopics(GatewayConfig config) {
    List<Topic<?>> missing = new ArrayList<>();
    for (Provider provider : config.providers()) {
      addMissing(missing, topics.dispatchOf(provider.name()));
    }
    for (Project project : config.projects()) {
      addMissing(missing, topics.batchOf(project.name()));
    }
    if (missing.isEmpty()) {
      return true;
    }
    switch (TopicCreation.ensure(admin, topics.sizing(), missing)) {
      case TopicCreation.Outcome.Ready ready -> {
        missing.forEach(topic -> there.add(topic.name()));
        troubled = false;
        return true;
      }
      case TopicCreation.Outcome.Failed failed -> {
        if (!troubled) {
          LOG.atWarn()
              .addKeyValue("problem", failed.problem())
              .log("topics of the configuration cannot be made yet");
        }
        troubled = true;
        return false;
      }
    }
  }

  private void addMissing(List<Topic<?>> missing, List<Topic<?>> wanted) {
    for (Topic<?> topic : wanted) {
      if (!there.contains(topic.name())) {
        missing.add(topic);
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
