package dev.sluice.ingress.admin;

import dev.sluice.ingress.error.AdminError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which path and method leads where. Of two templates that fit, the first counts. Immutable. */
final class AdminRoutes {
  static final String ROOT = "/admin/v1";

  private final List<Route> routes;

  AdminRoutes(
      ObjectsResource objects,
      KeysResource keys,
      AllowancesResource allowances,
      StateResource state,
      SpendResource spend,
      CorrectionsResource corrections) {
    this.routes =
        List.of(
            route("GET", "/config", state::config),
            route("GET", "/audit", state::audit),
            route("GET", "/spend", spend::spend),
            route("POST", "/corrections", corrections::create),
            route("POST", "/keys", keys::create),
            route("POST", "/keys/{id}/rotate", keys::rotate),
            route("POST", "/keys/{id}/revoke", keys::revoke),
            route("GET", "/{kinds}", objects::list),
            route("GET", "/{kinds}/{name}", objects::get),
            route("PUT", "/{kinds}/{name}", objects::put),
            route("DELETE", "/{kinds}/{name}", objects::delete),
            route("GET", "/{kinds}/{name}/{allowances}", allowances::list),
            route("GET", "/{kinds}/{name}/{allowances}/{allowance}", allowances::get),
            route("PUT", "/{kinds}/{name}/{allowances}/{allowance}", allowances::put),
            route("DELETE", "/{kinds}/{name}/{allowances}/{allowance}", allowances::delete));
  }

  /** Answers a call. */
  interface Handler {
    AdminReply handle(AdminRequest request);
  }

  /** One line of the table. */
  record Route(String method, List<String> template, Handler handler) {
    Optional<List<String>> names(List<String> path) {
      if (path.size() != template.size()) {
        return Optional.empty();
      }
      List<String> names = new ArrayList<>();
      for (int i = 0; i < path.size(); i++) {
        if (template.get(i).startsWith("{")) {
          names.add(path.get(i));
        } else if (!template.get(i).equals(path.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(names);
    }

    String path() {
      return ROOT + "/" + String.join("/", template);
    }
  }

  /**
   * A route that fits.
   *
   * @param names what the path has where the template is open
   */
  record Match(Route route, List<String> names) {}

  private static Route route(String method, String path, Handler handler) {
    return new Route(method, List.of(path.substring(1).split("/")), handler);
  }

  List<Route> all() {
    return routes;
  }

  /**
   * Where a call goes.
   *
   * @param path the segments behind {@link #ROOT}, decoded
   * @throws RefusedException if there is no such path, or not for this method
   */
  Match match(String method, List<String> path) {
    Set<String> allowed = new LinkedHashSet<>();
    for (Route route : routes) {
      Optional<List<String>> names = route.names(path);
      if (names.isPresent() && route.method().equals(method)) {
        return new Match(route, names.get());
      }
      names.ifPresent(fits -> allowed.add(route.method()));
    }
    throw new RefusedException(
        allowed.isEmpty()
            ? AdminError.unknownPath(ROOT + "/" + String.join("/", path))
            : AdminError.methodNotAllowed(method, String.join(", ", allowed)));
  }
}
