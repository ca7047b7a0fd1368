package dev.sluice.ingress.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.ingress.error.AdminError;
import dev.sluice.schemas.config.GatewayConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call of the admin API that was understood.
 *
 * @param names what the path has in the places that its template leaves open
 * @param query first value by name
 * @param precondition from its headers
 * @param body without fields where there was none
 * @param config in force when it came
 */
record AdminRequest(
    AdminCaller caller,
    List<String> names,
    Map<String, String> query,
    Precondition precondition,
    ObjectNode body,
    GatewayConfig config) {

  String name(int index) {
    return names.get(index);
  }

  /** A whole number of the query, at least 1 and at most {@code most}. */
  int limit(int otherwise, int most) {
    String text = query.get("limit");
    if (text == null) {
      return otherwise;
    }
    if (!text.matches("[0-9]{1,9}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > most) {
      throw new RefusedException(
          AdminError.invalid("limit is a whole number from 1 to " + most + "."));
    }
    return Integer.parseInt(text);
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }
}
