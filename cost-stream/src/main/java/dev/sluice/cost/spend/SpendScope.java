package dev.sluice.cost.spend;

import dev.sluice.schemas.spend.LedgerEntry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What a sum of spend is about.
 *
 * @param project its name, never with a bar in it
 * @param dimension project, user, model, key or tag
 * @param value within the dimension, any text
 */
record SpendScope(String project, String dimension, String value) {
  static final String PROJECT = "project";
  static final String USER = "user";
  static final String MODEL = "model";
  static final String KEY = "key";
  static final String TAG = "tag";
  static final char BAR = '|';

  /** The scopes that an entry counts in. Empty values have none; a tag counts once. */
  static List<SpendScope> of(LedgerEntry entry) {
    String project = entry.getProject();
    List<SpendScope> scopes = new ArrayList<>(4 + entry.getTags().size());
    scopes.add(new SpendScope(project, PROJECT, project));
    add(scopes, project, USER, entry.getUser());
    add(scopes, project, MODEL, entry.getRequestedModel());
    add(scopes, project, KEY, entry.getVirtualKeyId());
    for (String tag : new LinkedHashSet<>(entry.getTags())) {
      add(scopes, project, TAG, tag);
    }
    return scopes;
  }

  private static void add(List<SpendScope> scopes, String project, String dimension, String value) {
    if (!value.isEmpty()) {
      scopes.add(new SpendScope(project, dimension, value));
    }
  }

  /** As in search|user|ann. */
  String key() {
    return project + BAR + dimension + BAR + value;
  }
}
