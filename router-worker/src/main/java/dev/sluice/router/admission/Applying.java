package dev.sluice.router.admission;

import dev.sluice.schemas.config.Account;
import dev.sluice.schemas.config.Allowances;
import dev.sluice.schemas.config.Budget;
import dev.sluice.schemas.config.Each;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.config.Matching;
import dev.sluice.schemas.config.OnLimit;
import dev.sluice.schemas.config.RateLimit;
import dev.sluice.schemas.config.VirtualKey;
import dev.sluice.schemas.decision.LimitKind;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.request.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The budgets and limits that apply to a request, by the configuration in force: those of its
 * account, its project and its virtual key.
 */
public final class Applying {
  private static final long MINUTE_MS = Duration.ofMinutes(1).toMillis();
  private static final long DAY_MS = Duration.ofDays(1).toMillis();

  private record Owner(
      String path, String words, String project, boolean shared, Allowances allowances) {}

  private final Envelope envelope;
  private final @Nullable VirtualKey key;
  private final List<Owner> owners = new ArrayList<>(3);

  /** What applies to this request. */
  public Applying(GatewayConfig config, Envelope envelope) {
    this.envelope = envelope;
    this.key = config.key(envelope.getVirtualKeyId()).orElse(null);
    String project = envelope.getProject();
    Optional<Account> group = config.groupOf(project);
    group.ifPresent(account ->
        add(
            "account/" + account.name(),
            "account " + account.name(),
            "",
            account.projects().size() > 1,
            account.allowances()));
    config
        .project(project)
        .ifPresent(known ->
            add("project/" + project, "project " + project, project, false, known.allowances()));
    if (key != null) {
      add("key/" + key.id(), "key " + key.id(), project, false, key.terms().allowances());
    }
  }

  private void add(
      String path, String words, String project, boolean shared, Allowances allowances) {
    if (!allowances.isEmpty()) {
      owners.add(new Owner(path, words, project, shared, allowances));
    }
  }

  /**
   * Budgets that an attempt at this deployment holds its reservation against.
   *
   * @param nowMs by the broker's clock; says in which cycle
   */
  public List<AppliedBudget> budgets(String deployment, long nowMs) {
    return budgets(nowMs, budget -> budget.matching().takesModel(deployment));
  }

  /** The budget with this id, if it applies to the request at any deployment. */
  Optional<AppliedBudget> budgetOf(String id, long nowMs) {
    return budgets(nowMs, budget -> true).stream()
        .filter(applied -> applied.id().equals(id))
        .findFirst();
  }

  private List<AppliedBudget> budgets(long nowMs, Predicate<Budget> at) {
    List<AppliedBudget> applied = new ArrayList<>(4);
    for (Owner owner : owners) {
      for (Budget budget : owner.allowances().budgets()) {
        if (!at.test(budget) || !matches(budget.matching())) {
          continue;
        }
        for (String whose : whose(budget.each())) {
          applied.add(
              new AppliedBudget(
                  id(owner.path() + '/' + budget.name(), budget.each(), whose),
                  budget,
                  owner.words(),
                  owner.project(),
                  owner.shared(),
                  whose,
                  budget.cycle().at(nowMs, budget.zone())));
        }
      }
    }
    return applied;
  }

  /**
   * Bounds that a request takes something of.
   *
   * @param deployment the first one of its chain
   * @param tokens that it may use, as estimated
   */
  public List<AppliedLimit> limits(String deployment, long tokens) {
    List<AppliedLimit> applied = new ArrayList<>(4);
    for (Owner owner : owners) {
      for (RateLimit limit : owner.allowances().limits()) {
        Matching matching = limit.matching();
        boolean model =
            matching.takesModel(deployment) || matching.takesModel(envelope.getRequestedModel());
        if (!model || !matches(matching)) {
          continue;
        }
        for (String whose : whose(limit.each())) {
          add(applied, owner, limit, whose, tokens);
        }
      }
    }
    return applied;
  }

  private void add(
      List<AppliedLimit> applied, Owner owner, RateLimit limit, String whose, long tokens) {
    RateLimit.Bounds bounds = limit.bounds();
    boolean batch = envelope.getPriority() == Priority.BATCH;
    Adding adding = new Adding(applied, owner, limit, whose, batch);
    adding.add("rpm", LimitKind.REQUESTS, MINUTE_MS, bounds.rpm(), 1);
    adding.add("tpm", LimitKind.TOKENS, MINUTE_MS, bounds.tpm(), tokens);
    adding.add("rpd", LimitKind.REQUESTS, DAY_MS, bounds.rpd(), 1);
    adding.add("tpd", LimitKind.TOKENS, DAY_MS, bounds.tpd(), tokens);
    adding.add("concurrency", LimitKind.CONCURRENCY, 0, bounds.concurrency(), 1);
  }

  private record Adding(
      List<AppliedLimit> applied, Owner owner, RateLimit limit, String whose, boolean batch) {
    void add(String name, LimitKind kind, long windowMs, @Nullable Long bound, long amount) {
      if (bound != null) {
        String path = owner.path() + '/' + limit.name() + '#' + name;
        applied.add(
            new AppliedLimit(
                id(path, limit.each(), whose),
                name + " of " + owner.words() + words(limit.each(), whose),
                kind,
                windowMs,
                bound,
                owner.shared(),
                limit.onLimit() == OnLimit.WAIT || batch,
                amount));
      }
    }
  }

  /** Who it is for alone, in words. */
  static String words(Each each, String whose) {
    return each == Each.NONE ? "" : " for " + each.text() + " " + whose;
  }

  private static String id(String path, Each each, String whose) {
    return each == Each.NONE ? path : path + '@' + whose;
  }

  private boolean matches(Matching matching) {
    return (matching.user().isEmpty() || matching.user().equals(envelope.getUser()))
        && (matching.tag().isEmpty() || envelope.getTags().contains(matching.tag()))
        && (matching.key().isEmpty()
            || matching.key().equals(envelope.getVirtualKeyId())
            || (key != null && matching.key().equals(key.label())));
  }

  /** Whose budget or limit it is; nobody's where the request does not say. */
  private Iterable<String> whose(Each each) {
    return switch (each) {
      case NONE -> List.of("");
      case USER -> oneOrNone(envelope.getUser());
      case KEY -> oneOrNone(envelope.getVirtualKeyId());
      // A batch author may have named one twice; a budget is held against once.
      case TAG -> new TreeSet<>(envelope.getTags());
    };
  }

  private static List<String> oneOrNone(String text) {
    return text.isEmpty() ? List.of() : List.of(text);
  }
}
