package dev.sluice.ingress.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** An answer of the admin API. */
record AdminReply(int status, Map<String, String> headers, JsonNode body) {
  static AdminReply ok(JsonNode body) {
    return new AdminReply(200, Map.of(), body);
  }

  /** Something is new, or only changed; with its revision as the entity tag. */
  static AdminReply of(boolean created, long revision, JsonNode body) {
    return new AdminReply(created ? 201 : 200, etag(revision), body);
  }

  static Map<String, String> etag(long revision) {
    return Map.of("ETag", "\"" + revision + "\"");
  }
}
