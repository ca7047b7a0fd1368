package dev.sluice.proofs.traffic;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One request of a proof.
 *
 * @param model as the caller names it
 * @param prompt text of the user message; may hold directives to the simulator
 * @param stream over SSE
 * @param includeUsage asks for the usage at the end of a stream
 * @param hangUpAfter events after which the caller closes the connection, -1 never
 * @param maxTokens output limit
 * @param user end user, empty for none
 */
public record Ask(
    String model,
    String prompt,
    boolean stream,
    boolean includeUsage,
    int hangUpAfter,
    int maxTokens,
    String user) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A request of nobody in particular. */
  public Ask(
      String model,
      String prompt,
      boolean stream,
      boolean includeUsage,
      int hangUpAfter,
      int maxTokens) {
    this(model, prompt, stream, includeUsage, hangUpAfter, maxTokens, "");
  }

  /** The body in OpenAI's dialect. */
  public byte[] body() {
    ObjectNode body = JSON.createObjectNode();
    body.put("model", model);
    body.putArray("messages").addObject().put("role", "user").put("content", prompt);
    body.put("max_tokens", maxTokens);
    if (!user.isEmpty()) {
      body.put("user", user);
    }
    if (stream) {
      body.put("stream", true);
      if (includeUsage) {
        body.putObject("stream_options").put("include_usage", true);
      }
    }
    return body.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
