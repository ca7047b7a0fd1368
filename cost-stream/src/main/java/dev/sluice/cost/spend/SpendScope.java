package dev.sluice.cost.spend;

import dev.sluice.schemas.spend.LedgerEntry;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * What a sum of spend is about.
 *
 * @param project its name, never with a bar in it
 * @param dimension project, user, model, key or tag
 * @param value within the dimension, any text
 * @param month calendar month in UTC, as in 2026-11
 */
record SpendScope(String project, String dimension, String value, String month) {
  static final String PROJECT = "project";
  static final String USER = "user";
  static final String MODEL = "model";
  static final String KEY = "key";
  static final String TAG = "tag";
  private static final char BAR = '|';
  private static final int MONTH_LENGTH = 7;

  /** The scopes that an entry counts in. Empty values have none; a tag counts once. */
  static List<SpendScope> of(LedgerEntry entry) {
    String month = monthOf(entry.getAttemptAtMs()).toString();
    String project = entry.getProject();
    List<SpendScope> scopes = new ArrayList<>(4 + entry.getTags().size());
    scopes.add(new SpendScope(project, PROJECT, project, month));
    add(scopes, project, USER, entry.getUser(), month);
    add(scopes, project, MODEL, entry.getRequestedModel(), month);
    add(scopes, project, KEY, entry.getVirtualKeyId(), month);
    for (String tag : new LinkedHashSet<>(entry.getTags())) {
      add(scopes, project, TAG, tag, month);
    }
    return scopes;
  }

  private static void add(
      List<SpendScope> scopes, String project, String dimension, String value, String month) {
    if (!value.isEmpty()) {
      scopes.add(new SpendScope(project, dimension, value, month));
    }
  }

  static YearMonth monthOf(long ms) {
    return YearMonth.from(Instant.ofEpochMilli(ms).atOffset(ZoneOffset.UTC));
  }

  /** Key in {@code spend.monthly}. */
  String topicKey() {
    return project + BAR + dimension + BAR + value + BAR + month;
  }

  /** Key in the store: the month comes first, so that old months lie together. */
  String storeKey() {
    return month + BAR + project + BAR + dimension + BAR + value;
  }

  /** Reads a store key back, empty where it is none. */
  static Optional<SpendScope> ofStoreKey(String key) {
    int project = key.indexOf(BAR, MONTH_LENGTH + 1);
    int dimension = key.indexOf(BAR, project + 1);
    if (key.length() <= MONTH_LENGTH || project < 0 || dimension < 0) {
      return Optional.empty();
    }
    return Optional.of(
        new SpendScope(
            key.substring(MONTH_LENGTH + 1, project),
            key.substring(project + 1, dimension),
            key.substring(dimension + 1),
            key.substring(0, MONTH_LENGTH)));
  }

  /** First moment of the month in ms. */
  long startMs() {
    return YearMonth.parse(month).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }
}
