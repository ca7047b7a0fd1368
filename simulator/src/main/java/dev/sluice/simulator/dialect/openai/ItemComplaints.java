package dev.sluice.simulator.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What OpenAI refuses in the input of a response: outputs without a call, calls without an output.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses/create">OpenAI's reference
 *     of responses</a>
 */
final class ItemComplaints {

  private ItemComplaints() {}

  static Optional<String> about(JsonNode request) {
    Set<String> open = new LinkedHashSet<>();
    for (JsonNode item : request.path("input")) {
      String type = item.path("type").asText();
      String id = item.path("call_id").asText();
      if (type.equals("function_call")) {
        if (id.isEmpty() || !item.path("arguments").isTextual()) {
          return Optional.of("Missing required parameter: 'input[0].call_id' or 'arguments'.");
        }
        open.add(id);
      } else if (type.equals("function_call_output") && !open.remove(id)) {
        return Optional.of("No tool call found for function call output with call_id " + id + ".");
      }
    }
    return open.isEmpty()
        ? Optional.empty()
        : Optional.of("No tool output found for function call " + String.join(", ", open) + ".");
  }
}
