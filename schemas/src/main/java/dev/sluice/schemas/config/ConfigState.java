package dev.sluice.schemas.config;

import dev.sluice.schemas.control.ConfigEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The objects in force by kind and name, and what was kept out. Mutable and used by one thread;
 * {@link GatewayConfig} is the view of a copy.
 *
 * <p>An object that cannot be read is kept out as a whole, together with what it was before: after
 * a compaction nobody could tell what that was, and all roles must see the same.
 */
final class ConfigState {
  final Map<String, Provider> providers;
  final Map<String, ModelRoute> models;
  final Map<String, Project> projects;
  final Map<String, VirtualKey> keys;
  final Map<String, Account> accounts;
  final Map<String, String> priceBooks;
  final Map<String, AdminKey> adminKeys;
  final Map<String, Webhook> webhooks;
  final Map<String, String> problems;
  CallDefaults defaults = CallDefaults.BUILT_IN;
  @Nullable CurrentPriceBook current;
  long appliedOffset = -1;

  ConfigState() {
    providers = new TreeMap<>();
    models = new TreeMap<>();
    projects = new TreeMap<>();
    keys = new HashMap<>();
    accounts = new TreeMap<>();
    priceBooks = new HashMap<>();
    adminKeys = new TreeMap<>();
    webhooks = new TreeMap<>();
    problems = new TreeMap<>();
  }

  private ConfigState(ConfigState other) {
    providers = new TreeMap<>(other.providers);
    models = new TreeMap<>(other.models);
    projects = new TreeMap<>(other.projects);
    keys = new HashMap<>(other.keys);
    accounts = new TreeMap<>(other.accounts);
    priceBooks = new HashMap<>(other.priceBooks);
    adminKeys = new TreeMap<>(other.adminKeys);
    webhooks = new TreeMap<>(other.webhooks);
    problems = new TreeMap<>(other.problems);
    defaults = other.defaults;
    current = other.current;
    appliedOffset = other.appliedOffset;
  }

  ConfigState copy() {
    return new ConfigState(this);
  }

  void apply(ConfigEntry entry, long offset) {
    remove(entry.getKind(), entry.getName());
    if (!entry.getDeleted()) {
      switch (ConfigObjects.parse(entry.getKind(), entry.getName(), entry.getBodyJson())) {
        case ParsedObject.Parsed(ConfigBody body) -> put(body);
        case ParsedObject.Malformed(String reason) ->
            problems.put(entry.getKind() + "/" + entry.getName(), reason);
      }
    }
    appliedOffset = Math.max(appliedOffset, offset);
  }

  /** Takes out what lies under a record key {@code kind/name}. */
  void removeKey(String key, long offset) {
    int slash = key.indexOf('/');
    if (slash > 0) {
      remove(key.substring(0, slash), key.substring(slash + 1));
    }
    appliedOffset = Math.max(appliedOffset, offset);
  }

  /** Takes out what lies under a record key and notes that its record could not be read. */
  void unreadable(String key, String reason, long offset) {
    removeKey(key, offset);
    problems.put(key, reason);
  }

  private void put(ConfigBody body) {
    switch (body) {
      case Provider provider -> providers.put(provider.name(), provider);
      case ModelRoute model -> models.put(model.name(), model);
      case Project project -> projects.put(project.name(), project);
      case VirtualKey key -> keys.put(key.id(), key);
      case Account account -> accounts.put(account.name(), account);
      case CallDefaults newDefaults -> defaults = newDefaults;
      case PriceBookBody book -> priceBooks.put(book.name(), book.text());
      case CurrentPriceBook newCurrent -> current = newCurrent;
      case AdminKey key -> adminKeys.put(key.name(), key);
      case Webhook webhook -> webhooks.put(webhook.name(), webhook);
    }
  }

  private void remove(String kindText, String name) {
    problems.remove(kindText + "/" + name);
    ConfigKind.of(kindText).ifPresent(kind -> removeOf(kind, name));
  }

  private void removeOf(ConfigKind kind, String name) {
    switch (kind) {
      case PROVIDER -> providers.remove(name);
      case MODEL -> models.remove(name);
      case PROJECT -> projects.remove(name);
      case KEY -> keys.remove(name);
      case ACCOUNT -> accounts.remove(name);
      case DEFAULTS -> defaults = CallDefaults.BUILT_IN;
      case ADMIN_KEY -> adminKeys.remove(name);
      case WEBHOOK -> webhooks.remove(name);
      case PRICE_BOOK -> {
        if (name.equals(CurrentPriceBook.NAME)) {
          current = null;
        } else {
          priceBooks.remove(name);
        }
      }
    }
  }
}
