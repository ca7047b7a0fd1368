package dev.sluice.schemas.topic;

import static dev.sluice.schemas.topic.Parties.ALL_ROLES;
import static dev.sluice.schemas.topic.Parties.ANALYSTS;
import static dev.sluice.schemas.topic.Parties.ANY_ROLE;
import static dev.sluice.schemas.topic.Parties.AUTHORS;
import static dev.sluice.schemas.topic.Parties.COST;
import static dev.sluice.schemas.topic.Parties.INGRESS;
import static dev.sluice.schemas.topic.Parties.LAUNCHER;
import static dev.sluice.schemas.topic.Parties.OBSERVABILITY;
import static dev.sluice.schemas.topic.Parties.OPERATORS;
import static dev.sluice.schemas.topic.Parties.ROUTER;
import static dev.sluice.schemas.topic.Parties.WORKER;

import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.Dispatch;
import dev.sluice.schemas.attempt.FailedAttempt;
import dev.sluice.schemas.attempt.WorkerLease;
import dev.sluice.schemas.batch.BatchDeadLetter;
import dev.sluice.schemas.batch.BatchReply;
import dev.sluice.schemas.batch.BatchRequest;
import dev.sluice.schemas.control.AuditEntry;
import dev.sluice.schemas.control.ConfigCommand;
import dev.sluice.schemas.control.ConfigEntry;
import dev.sluice.schemas.decision.Decision;
import dev.sluice.schemas.metric.DeploymentHealth;
import dev.sluice.schemas.metric.LatencyWindow;
import dev.sluice.schemas.reply.Delivery;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.reply.RequestOutcome;
import dev.sluice.schemas.request.Cancel;
import dev.sluice.schemas.request.InferenceRequest;
import dev.sluice.schemas.spend.BudgetAlert;
import dev.sluice.schemas.spend.LedgerEntry;
import dev.sluice.schemas.spend.SpendWindow;
import dev.sluice.schemas.undecodable.UndecodableRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The catalogue of topics under one prefix and one sizing. */
public final class Topics {
  public static final String DEFAULT_PREFIX = "sluice.";

  static {
    TrustedRecords.install();
  }

  private static final Duration DAY = Duration.ofDays(1);

  private final String prefix;
  private final TopicSizing sizing;
  private final TopicKinds kinds;
  private final Topic<InferenceRequest> requests;
  private final Topic<Decision> decisions;
  private final Topic<FailedAttempt> fallback;
  private final Topic<ReplyFrame> replies;
  private final Topic<Cancel> cancels;
  private final Topic<AttemptEvent> attempts;
  private final Topic<WorkerLease> workers;
  private final Topic<RequestOutcome> outcomes;
  private final Topic<Delivery> deliveries;
  private final Topic<LedgerEntry> spendEntries;
  private final Topic<SpendWindow> spendMonthly;
  private final Topic<SpendWindow> spendDaily;
  private final Topic<SpendWindow> spendHourly;
  private final Topic<BudgetAlert> budgetAlerts;
  private final Topic<LatencyWindow> latency;
  private final Topic<DeploymentHealth> health;
  private final Topic<ConfigCommand> configCommands;
  private final Topic<ConfigEntry> config;
  private final Topic<AuditEntry> audit;
  private final Topic<UndecodableRecord> undecodable;

  /**
   * The catalogue.
   *
   * @param prefix begins every name, {@link #DEFAULT_PREFIX} by default
   */
  public Topics(String prefix, TopicSizing sizing) {
    this.prefix = prefix;
    this.sizing = sizing;
    this.kinds = new TopicKinds(prefix, sizing);
    int accounts = sizing.accountPartitions();
    requests =
        kinds.payload(
            "requests",
            InferenceRequest.class,
            "account",
            accounts,
            List.of(INGRESS, ROUTER),
            List.of(ROUTER));
    decisions =
        new Topic<>(
            prefix + "decisions",
            Decision.class,
            "account",
            accounts,
            true,
            false,
            Duration.ofDays(2),
            sizing.payloadRetentionBytes() * 4,
            List.of(ROUTER),
            List.of(ROUTER, COST));
    fallback =
        kinds.payload(
            "fallback", FailedAttempt.class, "account", accounts, List.of(WORKER), List.of(ROUTER));
    replies =
        kinds.payload(
            "replies",
            ReplyFrame.class,
            "request id",
            sizing.replyPartitions(),
            List.of(WORKER, ROUTER),
            List.of(INGRESS));
    cancels =
        kinds.kept(
            "cancels",
            Cancel.class,
            "account",
            accounts,
            Duration.ofHours(1),
            List.of(INGRESS, ROUTER),
            List.of(ROUTER, WORKER));
    attempts =
        kinds.kept(
            "attempts",
            AttemptEvent.class,
            "account",
            accounts,
            DAY.multipliedBy(400),
            List.of(WORKER, ROUTER, INGRESS),
            List.of(ROUTER, COST, OBSERVABILITY, ANALYSTS, OPERATORS));
    workers =
        kinds.compacted(
            "workers", WorkerLease.class, "worker instance", List.of(WORKER), List.of(ROUTER));
    outcomes =
        kinds.kept(
            "outcomes",
            RequestOutcome.class,
            "account",
            accounts,
            DAY.multipliedBy(30),
            List.of(ROUTER),
            List.of(ROUTER, OBSERVABILITY, ANALYSTS, OPERATORS));
    deliveries =
        kinds.kept(
            "deliveries",
            Delivery.class,
            "account",
            accounts,
            DAY,
            List.of(INGRESS),
            List.of(OBSERVABILITY, OPERATORS));
    spendEntries =
        kinds.kept(
            "spend.entries",
            LedgerEntry.class,
            "account",
            accounts,
            DAY.multipliedBy(400),
            List.of(COST),
            List.of(ANALYSTS, INGRESS));
    spendMonthly = spendWindows("spend.monthly");
    spendDaily = spendWindows("spend.daily");
    spendHourly = spendWindows("spend.hourly");
    budgetAlerts =
        kinds.kept(
            "budget.alerts",
            BudgetAlert.class,
            "account",
            1,
            DAY.multipliedBy(30),
            List.of(ROUTER),
            List.of(WORKER, ANALYSTS));
    latency =
        kinds.kept(
            "metrics.latency",
            LatencyWindow.class,
            "deployment and window start",
            1,
            DAY.multipliedBy(30),
            List.of(OBSERVABILITY),
            List.of(ANALYSTS));
    health =
        kinds.compacted(
            "health",
            DeploymentHealth.class,
            "deployment",
            List.of(OBSERVABILITY),
            List.of(ROUTER));
    configCommands =
        kinds.kept(
            "config.commands",
            ConfigCommand.class,
            "kind/name",
            1,
            DAY.multipliedBy(7),
            List.of(INGRESS, LAUNCHER),
            List.of(ROUTER));
    config =
        kinds.compacted(
            "config",
            ConfigEntry.class,
            "kind/name",
            List.of(ROUTER),
            List.of(ALL_ROLES, LAUNCHER));
    audit =
        kinds.kept(
            "audit",
            AuditEntry.class,
            "kind/name",
            1,
            DAY.multipliedBy(400),
            List.of(ROUTER),
            List.of(INGRESS, LAUNCHER, OPERATORS));
    undecodable =
        kinds.kept(
            "undecodable",
            UndecodableRecord.class,
            "source topic",
            1,
            DAY.multipliedBy(30),
            List.of(ANY_ROLE),
            List.of(OPERATORS));
  }

  private Topic<SpendWindow> spendWindows(String name) {
    return kinds.compacted(
        name,
        SpendWindow.class,
        "scope and window start",
        List.of(COST),
        List.of(ANALYSTS, INGRESS));
  }

  /** Every topic but the dispatch topics of providers and the batch topics of projects. */
  public List<Topic<?>> fixed() {
    return List.of(
        requests,
        decisions,
        fallback,
        replies,
        cancels,
        attempts,
        workers,
        outcomes,
        deliveries,
        spendEntries,
        spendMonthly,
        spendDaily,
        spendHourly,
        budgetAlerts,
        latency,
        health,
        configCommands,
        config,
        audit,
        undecodable);
  }

  /** Topics that the router reads by account: their partition counts must be equal. */
  public List<Topic<?>> coPartitioned() {
    return List.of(requests, decisions, fallback, cancels, attempts);
  }

  /** Both dispatch topics of a provider. */
  public List<Topic<?>> dispatchOf(String provider) {
    return List.of(dispatch(provider, false), dispatch(provider, true));
  }

  /** The three topics of a project's batch authors. */
  public List<Topic<?>> batchOf(String project) {
    return List.of(batchRequests(project), batchReplies(project), batchDeadLetter(project));
  }

  /** Dispatches to a provider; batch requests have a topic of their own (I9). */
  public Topic<Dispatch> dispatch(String provider, boolean batch) {
    return kinds.payload(
        "dispatch." + provider + (batch ? ".batch" : ""),
        Dispatch.class,
        "request id",
        sizing.dispatchPartitions(),
        List.of(ROUTER),
        List.of(WORKER, ROUTER));
  }

  /** Where the authors of a project write. */
  public Topic<BatchRequest> batchRequests(String project) {
    return kinds.batch(project, "requests", BatchRequest.class, List.of(AUTHORS), List.of(ROUTER));
  }

  /** Where the authors of a project read. */
  public Topic<BatchReply> batchReplies(String project) {
    return kinds.batch(
        project, "replies", BatchReply.class, List.of(WORKER, ROUTER), List.of(AUTHORS));
  }

  /** What could not be done for a project, and why. */
  public Topic<BatchDeadLetter> batchDeadLetter(String project) {
    return kinds.batch(
        project, "dead-letter", BatchDeadLetter.class, List.of(ROUTER), List.of(AUTHORS));
  }

  /** Matches the batch request topics of all projects. */
  public Pattern batchRequestsPattern() {
    return Pattern.compile(Pattern.quote(prefix + "batch.") + ".+" + Pattern.quote(".requests"));
  }

  /** Project of a batch request topic, empty where the name is of no such topic. */
  public Optional<String> projectOfBatchRequests(String topic) {
    String start = prefix + "batch.";
    String end = ".requests";
    return topic.startsWith(start)
            && topic.endsWith(end)
            && topic.length() > start.length() + end.length()
        ? Optional.of(topic.substring(start.length(), topic.length() - end.length()))
        : Optional.empty();
  }

  public String prefix() {
    return prefix;
  }

  /** Consumer group in which cost-stream commits what it has counted. */
  public String costStreamGroup() {
    return prefix + COST;
  }

  public TopicSizing sizing() {
    return sizing;
  }

  public Topic<InferenceRequest> requests() {
    return requests;
  }

  public Topic<Decision> decisions() {
    return decisions;
  }

  public Topic<FailedAttempt> fallback() {
    return fallback;
  }

  public Topic<ReplyFrame> replies() {
    return replies;
  }

  public Topic<Cancel> cancels() {
    return cancels;
  }

  public Topic<AttemptEvent> attempts() {
    return attempts;
  }

  public Topic<WorkerLease> workers() {
    return workers;
  }

  public Topic<RequestOutcome> outcomes() {
    return outcomes;
  }

  public Topic<Delivery> deliveries() {
    return deliveries;
  }

  public Topic<LedgerEntry> spendEntries() {
    return spendEntries;
  }

  public Topic<SpendWindow> spendMonthly() {
    return spendMonthly;
  }

  public Topic<SpendWindow> spendDaily() {
    return spendDaily;
  }

  public Topic<SpendWindow> spendHourly() {
    return spendHourly;
  }

  public Topic<BudgetAlert> budgetAlerts() {
    return budgetAlerts;
  }

  public Topic<LatencyWindow> latency() {
    return latency;
  }

  public Topic<DeploymentHealth> health() {
    return health;
  }

  public Topic<ConfigCommand> configCommands() {
    return configCommands;
  }

  public Topic<ConfigEntry> config() {
    return config;
  }

  public Topic<AuditEntry> audit() {
    return audit;
  }

  public Topic<UndecodableRecord> undecodable() {
    return undecodable;
  }
}
