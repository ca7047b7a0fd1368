package dev.sluice.provider;

import dev.sluice.provider.consume.DispatchConsumers;
import dev.sluice.provider.plugin.Plugins;
import dev.sluice.provider.webhook.Webhooks;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.config.Provider;
import dev.sluice.schemas.config.SecretReference;
import dev.sluice.schemas.config.Webhook;
import dev.sluice.schemas.config.WebhookAddress;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.fault.WithoutMessage;
import dev.sluice.schemas.money.PriceBooks;
import dev.sluice.schemas.operate.OperateServer;
import dev.sluice.schemas.serde.RegistryException;
import dev.sluice.schemas.topic.Topic;
import dev.sluice.schemas.topic.TopicCreation;
import dev.sluice.schemas.topic.Topics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A running provider worker. It starts without a broker and waits for one; an outage later on only
 * makes it wait again.
 */
public final class ProviderRole implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderRole.class);
  private static final long FIRST_TRY_AGAIN_MS = 10;
  private static final long LAST_TRY_AGAIN_MS = 200;
  private static final long LOOK_AGAIN_MS = 5_000;
  private static final long LEASE_LOST_MS = 2_000;
  private static final Duration WRITE_WAIT = Duration.ofSeconds(10);

  private final ProviderModule module;
  private final OperateServer operate;
  private final Thread setUp;
  private final Semaphore configChanged = new Semaphore(0);
  private final CountDownLatch setUpEnded = new CountDownLatch(1);
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean stopping;
  private volatile boolean taking;
  private volatile String waitingFor = "the broker";

  /** What does not work and should have, empty where all does. */
  private volatile String trouble = "";

  private ProviderRole(ProviderModule module, OperateServer operate) {
    this.module = module;
    this.operate = operate;
    this.setUp = Thread.ofPlatform().name("sluice-worker-setup").daemon().unstarted(this::setUp);
  }

  /**
   * Starts the role and returns at once; {@link #notReady()} tells when it takes dispatches.
   *
   * @throws UncheckedIOException if the admin port cannot be had
   */
  public static ProviderRole start(ProviderWorkersConfig config) {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var types = new ProviderTypes(plugins(config));
    var module = new ProviderModule(config, types, registry);
    var role = new ProviderRole[1];
    try {
      OperateServer operate =
          OperateServer.start(
              config.host(),
              config.adminPort(),
              registry,
              () -> role[0] == null ? List.of("starting") : role[0].notReady(),
              () -> role[0] == null ? List.of() : role[0].notes());
      role[0] = new ProviderRole(module, operate);
    } catch (IOException e) {
      module.configuration.close();
      module.sink.close();
      module.lanes.close();
      module.secrets.close();
      throw new UncheckedIOException("the admin port of the provider workers cannot be had", e);
    }
    module.configuration.onChange(changed -> role[0].configChanged.release());
    module.secrets.start(module.endpoints::refresh);
    role[0].setUp.start();
    return role[0];
  }

  private static Plugins plugins(ProviderWorkersConfig config) {
    try {
      Plugins plugins = Plugins.load(config.plugins());
      if (!plugins.names().isEmpty()) {
        LOG.atInfo().addKeyValue("plugins", plugins.names()).log("Plugins loaded");
      }
      return plugins;
    } catch (IOException e) {
      throw new UncheckedIOException("a plugin cannot be used", e);
    }
  }

  /** Port of {@code /healthz}, {@code /readyz} and {@code /metrics}. */
  public int adminPort() {
    return operate.port();
  }

  /** Id of this worker, as in leases and attempts. */
  public String instanceId() {
    return module.config.instanceId();
  }

  /** Whether dispatches are taken. */
  public boolean isReady() {
    return notReady().isEmpty();
  }

  /** Groups of all instances of the role: the share group, and what stands in for it. */
  public static List<String> groups(Topics topics) {
    return DispatchConsumers.groups(topics);
  }

  /** What the consumer groups of its webhooks begin with. */
  public static String webhookGroups(Topics topics) {
    return Webhooks.groupPrefix(topics);
  }

  /** Why dispatches are not taken, one reason each; empty where they are. */
  public List<String> notReady() {
    List<String> reasons = new ArrayList<>();
    if (stopping) {
      reasons.add("stopping");
    }
    if (setUpEnded.getCount() == 0 && !stopping) {
      reasons.add("the set-up has ended by a bug; start the worker again");
    }
    if (!taking) {
      reasons.add("waiting for " + waitingFor);
      if (!trouble.isEmpty()) {
        reasons.add(trouble);
      }
      return reasons;
    }
    if (!module.clock.withinBound()) {
      reasons.add("the broker's clock is " + module.clock.skewMs() + " ms ahead of this one");
    }
    if (!module.dispatches.reads(module.config.topics(), module.served)
        || !module.served.containsAll(configured())) {
      reasons.add("dispatch topics are not read yet");
    }
    if (module.lease.sinceRenewalMs() > LEASE_LOST_MS) {
      reasons.add("Kafka has not answered for " + module.lease.sinceRenewalMs() + " ms");
    }
    reasons.addAll(module.dispatches.problems());
    return reasons;
  }

  /** What people should know although dispatches are taken. */
  private List<String> notes() {
    List<String> notes = new ArrayList<>(module.secrets.notes());
    notes.addAll(module.webhooks.problems());
    if (taking && !trouble.isEmpty()) {
      notes.add(trouble);
    }
    return notes;
  }

  /** How many calls run or have records on their way. */
  public int callsInHand() {
    return module.slots.used() + module.batchSlots.used();
  }

  private Set<String> configured() {
    Set<String> names = new TreeSet<>();
    for (Provider provider : module.configuration.current().providers()) {
      names.add(provider.name());
    }
    return names;
  }

  private void setUp() {
    try (Admin admin = module.config.kafka().admin(module.config.instanceId() + "-admin")) {
      until("its topics", () -> ensured(admin, ownTopics()));
      until("the settings of the share group", () -> module.dispatches.prepare(admin));
      until("the schema registry and metadata", module.sink::prepare);
      module.cancels.start();
      module.lease.start();
      until("the position in the cancels", module.cancels::isReady);
      until("the configuration", module.configuration::isReady);
      PriceBooks.builtIn().lookup("openai", "gpt-4o-mini"); // read now and not in the first call
      until("the broker's clock", module.lease::isRenewed);
      until("the configuration in force", () -> follow(admin));
      if (!stopping) {
        module.dispatches.start();
        until("its share of the dispatches", () -> hasItsShare(admin));
        taking = true;
        LOG.atInfo()
            .addKeyValue("instance", module.config.instanceId())
            .addKeyValue("providers", module.served)
            .log("Provider worker takes dispatches");
      }
      while (!stopping) {
        until("the webhooks", this::followWebhooks);
        boolean changed = configChanged.tryAcquire(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
        if (changed || !module.served.equals(configured())) {
          configChanged.drainPermits();
          until("the configuration in force", () -> follow(admin));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atError().setCause(WithoutMessage.of(e)).log("The set-up has ended by a bug");
    } finally {
      setUpEnded.countDown();
    }
  }

  /** Takes over the configuration in force: credentials, and topics of new providers. */
  private boolean follow(Admin admin) {
    GatewayConfig now = module.configuration.current();
    module.secrets.retain(references(now));
    Set<String> names = module.endpoints.refresh().names();
    Topics topics = module.config.topics();
    List<Topic<?>> dispatchTopics = new ArrayList<>();
    names.forEach(name -> dispatchTopics.addAll(topics.dispatchOf(name)));
    until("the dispatch topics", () -> ensured(admin, dispatchTopics));
    module.served = names;
    module.appliedOffset = now.appliedOffset();
    return true;
  }

  private boolean followWebhooks() {
    module.webhooks.follow(module.configuration.current().webhooks());
    return true;
  }

  private static Set<SecretReference> references(GatewayConfig config) {
    Set<SecretReference> all = new HashSet<>();
    config.providers().forEach(provider -> all.addAll(provider.references()));
    for (Webhook webhook : config.webhooks()) {
      webhook.signingSecret().ifPresent(all::add);
      if (webhook.address() instanceof WebhookAddress.Referred(SecretReference reference)) {
        all.add(reference);
      }
    }
    return all;
  }

  /** Without providers there is nothing to share. */
  private boolean hasItsShare(Admin admin) {
    return module.served.isEmpty() || module.dispatches.isAssigned(admin);
  }

  private List<Topic<?>> ownTopics() {
    Topics topics = module.config.topics();
    return List.of(
        topics.attempts(),
        topics.fallback(),
        topics.replies(),
        topics.cancels(),
        topics.workers(),
        topics.config(),
        topics.budgetAlerts(),
        topics.undecodable());
  }

  private boolean ensured(Admin admin, List<Topic<?>> wanted) {
    return switch (TopicCreation.ensure(admin, module.config.topics().sizing(), wanted)) {
      case TopicCreation.Outcome.Ready ignored -> true;
      case TopicCreation.Outcome.Failed failed -> {
        LOG.atDebug().addKeyValue("error", failed.problem()).log("Topics are not there yet");
        yield false;
      }
    };
  }

  /** Something that works sooner or later. */
  private interface Step {
    boolean done();
  }

  private void until(String what, Step step) {
    waitingFor = what;
    long tryAgainMs = FIRST_TRY_AGAIN_MS; // most steps of a start are done within some milliseconds
    while (!stopping) {
      try {
        if (step.done()) {
          trouble = "";
          return;
        }
      } catch (KafkaException | RegistryException | IllegalStateException e) {
        LOG.atDebug().addKeyValue("step", what).setCause(e).log("Not yet");
      } catch (RuntimeException e) {
        unexpected(what, e);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(tryAgainMs));
      tryAgainMs = Math.min(2 * tryAgainMs, LAST_TRY_AGAIN_MS);
    }
  }

  /** Nobody else would do the step, so the thread must not end by it. */
  private void unexpected(String what, RuntimeException e) {
    String now = what + " failed, trying again: " + e.getClass().getSimpleName();
    LOG.atLevel(now.equals(trouble) ? Level.DEBUG : Level.ERROR)
        .addKeyValue("step", what)
        .setCause(WithoutMessage.of(e))
        .log("A step of the set-up failed, trying again");
    trouble = now;
  }

  /**
   * Stops gracefully: takes no more dispatches, lets running calls finish within the bound, then
   * ends them and writes their outcomes. Blocks.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    stopping = true;
    awaitSetUp();
    if (module.lease.isRenewed()) {
      module.lease.stopping();
    }
    module.dispatches.close();
    module.webhooks.close();
    if (!awaitNoCalls(module.config.stopWithin())) {
      module.running.abortAll(
          ErrorKind.WORKER_LOST, "The worker was stopped before the provider had answered.");
      boolean written = awaitNoCalls(WRITE_WAIT);
      LOG.atInfo().addKeyValue("written", written).log("Running calls were ended");
    }
    module.secrets.close();
    module.cancels.close();
    module.lease.close();
    module.lanes.close();
    module.counting.shutdown();
    module.sink.close();
    module.configuration.close();
    operate.close();
    LOG.atInfo().addKeyValue("instance", module.config.instanceId()).log("Provider worker stopped");
  }

  /** Lest it start the consumers behind our back. */
  private void awaitSetUp() {
    setUp.interrupt();
    try {
      if (!setUpEnded.await(WRITE_WAIT.toSeconds(), TimeUnit.SECONDS)) {
        LOG.atWarn().log("The set-up did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean awaitNoCalls(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    while (callsInHand() > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    return callsInHand() == 0;
  }
}
