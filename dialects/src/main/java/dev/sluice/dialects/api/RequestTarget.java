package dev.sluice.dialects.api;

import java.util.Objects;

/**
 * What a request was sent to, for dialects that say there what others say in the body.
 *
 * @param path as it was on the wire, escapes included
 * @param query what follows the question mark, empty where nothing does
 */
public record RequestTarget(String path, String query) {
  public RequestTarget {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(query, "query");
  }

  /** The target of a request line: a path, perhaps with a query. */
  public static RequestTarget of(String pathAndQuery) {
    int mark = pathAndQuery.indexOf('?');
    return mark < 0
        ? new RequestTarget(pathAndQuery, "")
        : new RequestTarget(pathAndQuery.substring(0, mark), pathAndQuery.substring(mark + 1));
  }

  /** Whether the query sets this parameter to this value, neither of which needs escapes. */
  public boolean asksFor(String parameter, String value) {
    for (String pair : query.split("&", -1)) {
      if (pair.equals(parameter + "=" + value)) {
        return true;
      }
    }
    return false;
  }
}
