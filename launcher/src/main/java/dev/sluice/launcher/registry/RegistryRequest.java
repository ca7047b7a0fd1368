package dev.sluice.launcher.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * A request as the routes see it.
 *
 * @param path values of the named parts of the path, decoded
 * @param query the first value of each query parameter
 * @param body the JSON body, an empty object where there is none
 */
record RegistryRequest(Map<String, String> path, Map<String, String> query, JsonNode body) {

  RegistryRequest {
    path = Map.copyOf(path);
    query = Map.copyOf(query);
  }

  /** A part of the path that the route's template names. */
  String part(String name) {
    return Optional.ofNullable(path.get(name))
        .orElseThrow(() -> new IllegalStateException("the route has no part " + name));
  }

  boolean flag(String name) {
    return Boolean.parseBoolean(query.getOrDefault(name, "false"));
  }
}
