package dev.sluice.router.batch;

import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.config.Project;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.serde.RegistryException;
import dev.sluice.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the schema of each project's batch requests, which nobody here ever writes: so that any
 * client finds it in the registry before the first record. A registry that refuses or does not
 * answer is asked again later. Used by the feeder's thread; blocks on the registry.
 */
final class AuthorSchemas {
  private static final Logger LOG = LoggerFactory.getLogger(AuthorSchemas.class);
  private static final long AGAIN_AFTER_MS = Duration.ofSeconds(10).toMillis();

  private final Topics topics;
  private final Codecs codecs;
  private final Set<String> registered = new HashSet<>();
  private GatewayConfig done = GatewayConfig.empty();
  private long notBeforeMs;

  AuthorSchemas(Topics topics, Codecs codecs) {
    this.topics = topics;
    this.codecs = codecs;
  }

  /** Registers what is missing for the projects of this configuration. */
  void register(GatewayConfig config, long nowMs) {
    if (config == done || nowMs < notBeforeMs) {
      return;
    }
    for (Project project : config.projects()) {
      if (!registered.contains(project.name()) && !register(project.name())) {
        notBeforeMs = nowMs + AGAIN_AFTER_MS;
        return;
      }
    }
    done = config;
  }

  private boolean register(String project) {
    try {
      codecs.of(topics.batchRequests(project)).prepare();
      registered.add(project);
      return true;
    } catch (RegistryException e) {
      LOG.atWarn()
          .addKeyValue("project", project)
          .addKeyValue("error", e.getMessage())
          .log("the schema of batch requests cannot be registered yet");
      return false;
    }
  }
}
