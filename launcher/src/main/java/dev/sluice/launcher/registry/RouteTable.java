package dev.sluice.launcher.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Methods and path templates, such as {@code subjects/{subject}/versions}, with what they run. */
final class RouteTable {

  /** Where a route may run. */
  enum Runs {
    /** On the event loop: it answers from memory. */
    AT_ONCE,
    /** On the writer's thread: it parses a schema or waits for Kafka. */
    IN_TURN
  }

  /** A route and the parts of the path that its template names. */
  record Match(Route route, Map<String, String> parts) {}

  /** One line of the table. */
  record Route(
      String method,
      List<String> template,
      Runs runs,
      Function<RegistryRequest, RegistryReply> action) {}

  private final List<Route> routes = new ArrayList<>();

  static RouteTable of(SchemaCatalog catalog, Function<LogEntry, SchemaLog.Appended> append) {
    RouteTable table = new RouteTable();
    SubjectRoutes subjects = new SubjectRoutes(catalog, append);
    SchemaRoutes schemas = new SchemaRoutes(catalog);
    CompatibilityRoutes levels = new CompatibilityRoutes(catalog, subjects, append);
    table.get("subjects", subjects::subjects);
    table.get("subjects/{subject}/versions", subjects::versions);
    table.get("subjects/{subject}/versions/{version}", subjects::version);
    table.get("subjects/{subject}/versions/{version}/schema", subjects::versionSchema);
    table.change("POST", "subjects/{subject}", subjects::lookUp);
    table.change("POST", "subjects/{subject}/versions", subjects::register);
    table.change("DELETE", "subjects/{subject}", subjects::deleteSubject);
    table.change("DELETE", "subjects/{subject}/versions/{version}", subjects::deleteVersion);
    table.get("schemas/types", request -> schemas.types());
    table.get("schemas/ids/{id}", schemas::byId);
    table.get("schemas/ids/{id}/schema", schemas::schemaOnly);
    table.get("schemas/ids/{id}/subjects", schemas::subjects);
    table.get("schemas/ids/{id}/versions", schemas::versions);
    table.get("config", request -> levels.generalLevel());
    table.get("config/{subject}", levels::subjectLevel);
    table.change("PUT", "config", levels::setGeneralLevel);
    table.change("PUT", "config/{subject}", levels::setSubjectLevel);
    table.change("DELETE", "config/{subject}", levels::clearSubjectLevel);
    String check = "compatibility/subjects/{subject}/versions";
    table.change("POST", check, levels::checkSubject);
    table.change("POST", check + "/{version}", levels::checkVersion);
    table.get("mode", request -> levels.generalMode());
    table.get("mode/{subject}", levels::subjectMode);
    return table;
  }

  /** The route of a method and a path, whose parts are already decoded. */
  Optional<Match> find(String method, List<String> path) {
    for (Route route : routes) {
      if (route.method().equals(method)) {
        Optional<Map<String, String>> parts = parts(route.template(), path);
        if (parts.isPresent()) {
          return Optional.of(new Match(route, parts.get()));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether some other method has this path. */
  boolean knows(List<String> path) {
    return routes.stream().anyMatch(route -> parts(route.template(), path).isPresent());
  }

  private void get(String template, Function<RegistryRequest, RegistryReply> action) {
    routes.add(new Route("GET", split(template), Runs.AT_ONCE, action));
  }

  private void change(
      String method, String template, Function<RegistryRequest, RegistryReply> action) {
    routes.add(new Route(method, split(template), Runs.IN_TURN, action));
  }

  private static List<String> split(String template) {
    return List.of(template.split("/", -1));
  }

  private static Optional<Map<String, String>> parts(List<String> template, List<String> path) {
    if (template.size() != path.size()) {
      return Optional.empty();
    }
    Map<String, String> parts = new HashMap<>();
    for (int i = 0; i < path.size(); i++) {
      String wanted = template.get(i);
      if (wanted.startsWith("{")) {
        parts.put(wanted.substring(1, wanted.length() - 1), path.get(i));
      } else if (!wanted.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(parts);
  }
}
