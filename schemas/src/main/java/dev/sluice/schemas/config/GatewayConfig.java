package dev.sluice.schemas.config;

import dev.sluice.schemas.control.ConfigEntry;
import dev.sluice.schemas.money.PriceBook;
import dev.sluice.schemas.money.PriceBooks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The configuration in force, folded from the {@code config} topic. Immutable and safe for any
 * thread; every look-up is a few hash steps.
 *
 * <p>What does not fit together is kept out and told in {@link #problems()}; the rest works.
 */
public final class GatewayConfig {
  private static final GatewayConfig EMPTY = new GatewayConfig(new ConfigState());

  private final ConfigState state;
  private final Map<String, String> problems;
  private final Map<String, VirtualKey> keysByHash;
  private final Map<String, String> accounts;
  private final ModelNames names;
  private final Map<String, Optional<PriceBook>> books = new ConcurrentHashMap<>();
  private volatile @Nullable List<ListedModel> listed;

  private GatewayConfig(ConfigState state) {
    this.state = state;
    this.problems = new TreeMap<>(state.problems);
    this.keysByHash = byHash(state.keys.values());
    this.accounts = accountsByProject();
    this.names = new ModelNames(state.providers, state.models, state.defaults);
    if (state.current != null && !isResolvable(state.current.version())) {
      problems.put(
          "price-book/current",
          "there is no price book "
              + Shown.of(state.current.version())
              + "; the built-in one is used");
    }
  }

  /** Nothing is configured, nothing was read: applied offset -1. */
  public static GatewayConfig empty() {
    return EMPTY;
  }

  /**
   * This configuration after one more record of the topic.
   *
   * <p>For many records at once {@link ConfigFollower} copies once.
   */
  public GatewayConfig with(ConfigEntry entry, long offset) {
    ConfigState next = state.copy();
    next.apply(entry, offset);
    return new GatewayConfig(next);
  }

  static GatewayConfig of(ConfigState state) {
    return new GatewayConfig(state);
  }

  ConfigState copyOfState() {
    return state.copy();
  }

  /** Offset of the newest record in here, -1 before the first. */
  public long appliedOffset() {
    return state.appliedOffset;
  }

  /** What was kept out and why, by object ({@code kind/name}). */
  public Map<String, String> problems() {
    return Collections.unmodifiableMap(problems);
  }

  public CallDefaults defaults() {
    return state.defaults;
  }

  /** An enabled provider. */
  public Optional<Provider> provider(String name) {
    return Optional.ofNullable(state.providers.get(name));
  }

  /** All enabled providers by name. */
  public Collection<Provider> providers() {
    return Collections.unmodifiableCollection(state.providers.values());
  }

  /** All projects by name. */
  public Collection<Project> projects() {
    return Collections.unmodifiableCollection(state.projects.values());
  }

  /** A project of this name. */
  public Optional<Project> project(String name) {
    return Optional.ofNullable(state.projects.get(name));
  }

  /** The account of a project: the one that groups it, or the project itself. */
  public String account(String project) {
    return accounts.getOrDefault(project, project);
  }

  /** The account that groups this project with others; empty where none does. */
  public Optional<Account> groupOf(String project) {
    String account = accounts.get(project);
    return account == null ? Optional.empty() : Optional.ofNullable(state.accounts.get(account));
  }

  /** All accounts by name. */
  public Collection<Account> accounts() {
    return Collections.unmodifiableCollection(state.accounts.values());
  }

  /** The key of this id, revoked ones too. */
  public Optional<VirtualKey> key(String id) {
    return Optional.ofNullable(state.keys.get(id));
  }

  /** All virtual keys in no order, revoked ones too. */
  public Collection<VirtualKey> keys() {
    return Collections.unmodifiableCollection(state.keys.values());
  }

  /** The keys of the admin API, by name. */
  public Collection<AdminKey> adminKeys() {
    return Collections.unmodifiableCollection(state.adminKeys.values());
  }

  /** Who is told of budget alerts, by name. */
  public Collection<Webhook> webhooks() {
    return Collections.unmodifiableCollection(state.webhooks.values());
  }

  /**
   * The key whose credential has this SHA-256, in lower-case hex. It may be revoked or expired: see
   * {@link VirtualKey#isUsable}. A key whose project is not there is not found.
   */
  public Optional<VirtualKey> keyByHash(String sha256Hex) {
    VirtualKey key = keysByHash.get(sha256Hex);
    return key == null || !state.projects.containsKey(key.project())
        ? Optional.empty()
        : Optional.of(key);
  }

  /**
   * The deployments behind a name that a caller wrote: a configured model first, else {@code
   * provider/model} for any model of an enabled provider.
   */
  public Resolution resolve(String requestedModel) {
    return names.resolve(requestedModel);
  }

  /**
   * Models to offer: the configured ones, then {@code provider/model} for chat models that the
   * price book lists for enabled providers. At most {@value ModelNames#MOST_LISTED}. The first call
   * takes some milliseconds.
   */
  public List<ListedModel> models() {
    List<ListedModel> known = listed;
    if (known == null) {
      known = List.copyOf(names.listed(priceBook()));
      listed = known;
    }
    return known;
  }

  /** The configured models as objects, by name. */
  public Collection<ModelRoute> routes() {
    return Collections.unmodifiableCollection(state.models.values());
  }

  /** The price book for new decisions. */
  public PriceBook priceBook() {
    return state.current == null
        ? PriceBooks.builtIn()
        : priceBook(state.current.version()).orElseGet(PriceBooks::builtIn);
  }

  /** The price book of a version that a decision names; empty where it is not known here. */
  public Optional<PriceBook> priceBook(String version) {
    Optional<PriceBook> plain = PriceBooks.catalogue(version);
    if (plain.isPresent()) {
      return plain;
    }
    return state.priceBooks.containsKey(version)
        ? books.computeIfAbsent(version, this::book)
        : Optional.empty();
  }

  private Optional<PriceBook> book(String version) {
    return PriceBooks.resolve(version, wanted -> Optional.ofNullable(state.priceBooks.get(wanted)));
  }

  private boolean isResolvable(String version) {
    return PriceBooks.isCatalogue(version) || state.priceBooks.containsKey(version);
  }

  /** Of two keys with one hash, which nobody can make on purpose, the revoked one counts. */
  private static Map<String, VirtualKey> byHash(Collection<VirtualKey> keys) {
    Map<String, VirtualKey> byHash = HashMap.newHashMap(keys.size());
    for (VirtualKey key : keys) {
      byHash.merge(key.hash(), key, (one, other) -> one.revoked() ? one : other);
    }
    return byHash;
  }

  private Map<String, String> accountsByProject() {
    Map<String, String> byProject = new HashMap<>();
    for (Account account : state.accounts.values()) {
      for (String project : account.projects()) {
        String first = byProject.putIfAbsent(project, account.name());
        if (first != null) {
          problems.put(
              "account/" + account.name(),
              "project " + project + " is in account " + first + " already and stays there");
        }
      }
    }
    return byProject;
  }

  @Override
  public String toString() {
    List<String> counts = new ArrayList<>();
    counts.add(state.providers.size() + " providers");
    counts.add(state.models.size() + " models");
    counts.add(state.projects.size() + " projects");
    counts.add(state.keys.size() + " keys");
    return "GatewayConfig" + counts + " at offset " + state.appliedOffset;
  }
}
