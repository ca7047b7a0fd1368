package dev.sluice.cost.spend;

import static dev.sluice.cost.spend.SpendScope.BAR;

import java.util.Optional;

/**
 * One sum: a scope in one window.
 *
 * @param start of the window, as {@link WindowLength#startOf} writes it
 */
record ScopeWindow(WindowLength length, String start, SpendScope scope) {

  /** Key in the topic of that length: the start comes last, in a length that is always the same. */
  String topicKey() {
    return scope.key() + BAR + start;
  }

  /** Key in the store: the start comes first, so that old windows lie together. */
  String storeKey() {
    return length.mark() + start + BAR + scope.key();
  }

  /** Reads a store key back, empty where it is none. */
  static Optional<ScopeWindow> ofStoreKey(String key) {
    WindowLength length = lengthOf(key);
    int start = length.mark().length();
    int startEnd = start + length.digits();
    int project = key.indexOf(BAR, startEnd + 1);
    int dimension = key.indexOf(BAR, project + 1);
    if (key.length() <= startEnd || key.charAt(startEnd) != BAR || project < 0 || dimension < 0) {
      return Optional.empty();
    }
    return Optional.of(
        new ScopeWindow(
            length,
            key.substring(start, startEnd),
            new SpendScope(
                key.substring(startEnd + 1, project),
                key.substring(project + 1, dimension),
                key.substring(dimension + 1))));
  }

  private static WindowLength lengthOf(String key) {
    if (key.startsWith(WindowLength.DAY.mark())) {
      return WindowLength.DAY;
    }
    return key.startsWith(WindowLength.HOUR.mark()) ? WindowLength.HOUR : WindowLength.MONTH;
  }
}
