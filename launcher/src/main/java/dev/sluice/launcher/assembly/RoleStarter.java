package dev.sluice.launcher.assembly;

import dev.sluice.cost.CostConfig;
import dev.sluice.cost.CostRole;
import dev.sluice.ingress.IngressConfig;
import dev.sluice.ingress.IngressRole;
import dev.sluice.observability.ObservabilityConfig;
import dev.sluice.observability.ObservabilityRole;
import dev.sluice.provider.ProviderRole;
import dev.sluice.provider.ProviderWorkersConfig;
import dev.sluice.provider.media.MediaBounds;
import dev.sluice.router.RouterConfig;
import dev.sluice.router.RouterRole;
import dev.sluice.schemas.config.Project;
import dev.sluice.schemas.config.RemoteMediaSettings;
import dev.sluice.schemas.config.SluiceFile;
import dev.sluice.schemas.topic.InternalTopic;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.TopicCreation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/** Builds the configuration record of each role from the file, and starts it. */
public final class RoleStarter {
  /** As long as Kafka may take to start beside this process. */
  private static final Duration KAFKA_WAIT = Duration.ofSeconds(30);

  private final SluiceFile file;
  private final Map<String, String> environment;
  private final Connection connection;
  private final Path state;
  private final boolean together;
  private volatile int callerPort;

  /**
   * @param state folder for instance names and local state
   * @param together whether several roles share this process; the ingress has the admin port then
   */
  public RoleStarter(
      SluiceFile file,
      Map<String, String> environment,
      Connection connection,
      Path state,
      boolean together) {
    this.file = file;
    this.environment = environment;
    this.connection = connection;
    this.state = state;
    this.together = together;
  }

  /**
   * Creates the topics that are missing.
   *
   * @throws StartFailure if Kafka does not answer, is too old or refuses, or if topics that are
   *     there do not fit together
   */
  public void createTopics() throws InterruptedException {
    List<Topic<?>> all = new ArrayList<>(connection.topics().fixed());
    all.addAll(connection.topics().batchOf(Project.DEFAULT));
    try (Admin admin = connection.kafka().admin("sluice-topics")) {
      Optional<String> missing = KafkaNeeds.missing(admin, KAFKA_WAIT);
      if (missing.isPresent()) {
        throw new StartFailure(
            "Kafka at " + connection.kafka().bootstrapServers() + ' ' + missing.get());
      }
      TopicCreation.Outcome outcome =
          TopicCreation.ensure(
              admin, connection.topics().sizing(), all, together ? internalTopics() : List.of());
      switch (outcome) {
        case TopicCreation.Outcome.Ready ready -> {}
        case TopicCreation.Outcome.Failed failed ->
            throw new StartFailure(
                "the topics cannot be created at "
                    + connection.kafka().bootstrapServers()
                    + ": "
                    + failed.problem()
                    + "; allow this user to create topics there, or make them beforehand");
      }
      refuseUnequal(admin);
    }
  }

  private List<InternalTopic> internalTopics() {
    List<InternalTopic> all = new ArrayList<>(RouterRole.internalTopics(connection.topics()));
    all.addAll(CostRole.internalTopics(connection.topics()));
    all.addAll(ObservabilityRole.internalTopics(connection.topics()));
    return all;
  }

  private void refuseUnequal(Admin admin) {
    String unequal =
        TopicCreation.unequalCounts(
            TopicCreation.partitionCountsOf(
                admin, connection.topics().coPartitioned().stream().map(Topic::name).toList()));
    if (!unequal.isEmpty()) {
      throw new StartFailure(
          "the topics that are read by account differ in their partition counts at "
              + connection.kafka().bootstrapServers()
              + ": "
              + unequal
              + "; they need one count: delete those that were made with another, and a start makes"
              + " them anew, or set kafka.topic_prefix to begin beside them");
    }
  }

  /** Where callers of an ingress that was started here go, version part included. */
  public String callerUrl() {
    return "http://" + file.server().host() + ":" + callerPort + "/v1";
  }

  /** Starts an ingress; it has the configured ports. */
  public StartedRole ingress() {
    return started(
        "ingress",
        () -> {
          IngressRole role = IngressRole.start(ingressConfig());
          callerPort = role.port();
          return new StartedRole("ingress", admin(role.adminPort()), role::notReady, role);
        });
  }

  private IngressConfig ingressConfig() {
    return IngressConfig.of(connection.kafka(), connection.topics(), id("ingress"), file.server());
  }

  /** Starts a router. */
  public StartedRole routerWorker() {
    return started(
        "router-worker",
        () -> {
          RouterRole role = RouterRole.start(routerConfig());
          return new StartedRole("router-worker", admin(role.adminPort()), role::ready, role);
        });
  }

  /** Settings of a router that is started here. */
  public RouterConfig routerConfig() {
    String own = file.router().instanceId();
    return RouterConfig.of(
        connection.kafka(),
        connection.topics(),
        own == null ? id("router-worker") : own,
        state.resolve("router-worker"),
        file.server().host(),
        adminPort(),
        file.router().sessionTimeout());
  }

  /** Starts provider workers. */
  public StartedRole providerWorkers() {
    return started(
        "provider-workers",
        () -> {
          ProviderRole role = ProviderRole.start(providerConfig());
          return new StartedRole("provider-workers", admin(role.adminPort()), role::notReady, role);
        });
  }

  private ProviderWorkersConfig providerConfig() {
    String own = file.workers().instanceId();
    RemoteMediaSettings media = file.workers().remoteMedia();
    return ProviderWorkersConfig.of(
            connection.kafka(),
            connection.topics(),
            own == null ? id("provider-workers") : own,
            file.server().host(),
            adminPort(),
            environment)
        .withSlots(file.workers().slots(), file.workers().batchSlots())
        .withMedia(
            new MediaBounds(media.maxBytes(), media.timeout().toMillis(), media.privateNetworks()))
        .withPlugins(Path.of(file.workers().plugins()));
  }

  /** Starts a cost-stream. */
  public StartedRole costStream() {
    return started(
        "cost-stream",
        () -> {
          CostRole role =
              CostRole.start(
                  CostConfig.of(
                          connection.kafka(),
                          connection.topics(),
                          id("cost-stream"),
                          state.resolve("cost-stream"),
                          file.server().host(),
                          adminPort())
                      .withSessionTimeout(file.router().sessionTimeout()));
          return new StartedRole("cost-stream", admin(role.adminPort()), role::ready, role);
        });
  }

  /** Starts an observability-stream. */
  public StartedRole observabilityStream() {
    return started(
        "observability-stream",
        () -> {
          ObservabilityRole role = ObservabilityRole.start(observabilityConfig());
          return new StartedRole(
              "observability-stream", admin(role.adminPort()), role::ready, role);
        });
  }

  private ObservabilityConfig observabilityConfig() {
    return ObservabilityConfig.of(
            connection.kafka(),
            connection.topics(),
            id("observability-stream"),
            state.resolve("observability-stream"),
            file.server().host(),
            adminPort())
        .withSessionTimeout(file.router().sessionTimeout());
  }

  /** The configured port is the ingress' where several roles share a process. */
  private int adminPort() {
    return together ? 0 : file.server().adminPort();
  }

  private String id(String role) {
    return InstanceIds.of(state, role);
  }

  private String admin(int port) {
    return "http://" + file.server().host() + ":" + port;
  }

  private interface Start {
    StartedRole run() throws IOException;
  }

  private static StartedRole started(String name, Start start) {
    try {
      return start.run();
    } catch (IOException e) {
      throw new StartFailure(name + " cannot start: " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      IOException cause = e.getCause();
      String why = cause == null ? "" : ": " + cause.getMessage();
      throw new StartFailure(name + " cannot start: " + e.getMessage() + why, e);
    }
  }
}
