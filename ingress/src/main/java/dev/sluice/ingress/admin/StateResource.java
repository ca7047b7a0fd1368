package dev.sluice.ingress.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.ingress.error.AdminError;
import dev.sluice.schemas.control.AuditEntry;
import java.util.List;

/** {@code /admin/v1/config} and {@code /admin/v1/audit}. */
final class StateResource {
  private static final int USUALLY = 50;

  private final CommandLog log;

  StateResource(CommandLog log) {
    this.log = log;
  }

  /** What this ingress has applied, and what it kept out. */
  AdminReply config(AdminRequest request) {
    request.caller().requireWholeView("The state of the configuration");
    ObjectNode answer = Shapes.JSON.createObjectNode();
    answer.put("applied_offset", request.config().appliedOffset());
    ObjectNode problems = answer.putObject("problems");
    request.config().problems().forEach(problems::put);
    return AdminReply.ok(answer);
  }

  /** The newest entries, the newest first. */
  AdminReply audit(AdminRequest request) {
    request.caller().requireWholeView("The audit");
    int limit = request.limit(USUALLY, AuditTail.MOST);
    List<AuditEntry> entries =
        log.newest(limit, Patience.forAChange())
            .orElseThrow(
                () -> new RefusedException(AdminError.notReady("the topic audit cannot be read")));
    ObjectNode answer = Shapes.JSON.createObjectNode();
    answer.putArray("items").addAll(entries.stream().map(Shapes::audit).toList());
    return AdminReply.ok(answer);
  }
}
