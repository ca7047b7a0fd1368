package dev.sluice.ingress.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.ingress.error.AdminError;
import dev.sluice.schemas.control.AuditEntry;
import java.time.Instant;

/** The JSON of answers. Hashes of keys are for owners, who import and compare them. */
final class Shapes {
  static final ObjectMapper JSON = new ObjectMapper();

  private Shapes() {}

  static ObjectNode object(HeldObject held, AdminCaller caller) {
    ObjectNode body = Changes.bodyOf(held);
    if (!caller.isOwner()) {
      body.remove("hash");
    }
    ObjectNode node = head(held);
    node.set("body", body);
    return node;
  }

  /** Name, kind, revision and who manages it. */
  static ObjectNode head(HeldObject held) {
    return JSON.createObjectNode()
        .put("kind", held.kind().text())
        .put("name", held.name())
        .put("revision", held.revision())
        .put("managed_by", held.managedBy());
  }

  static ObjectNode audit(AuditEntry entry) {
    return JSON.createObjectNode()
        .put("at", Instant.ofEpochMilli(entry.getAtMs()).toString())
        .put("actor", entry.getActor())
        .put("operation", entry.getOperation().name())
        .put("kind", entry.getKind())
        .put("name", entry.getName())
        .put("result", entry.getResult().name())
        .put("reason", entry.getReason())
        .put("revision", entry.getRevision())
        .put("managed_by", entry.getManagedBy())
        .put("command_id", entry.getCommandId());
  }

  static ObjectNode error(AdminError error) {
    ObjectNode node = JSON.createObjectNode();
    ObjectNode inner = node.putObject("error").put("code", error.code());
    inner.put("message", error.message());
    error.revision().ifPresent(revision -> inner.put("revision", revision));
    return node;
  }
}
