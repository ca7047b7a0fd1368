package dev.sluice.router.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.sluice.schemas.config.ConfigKind;
import dev.sluice.schemas.control.AuditEntry;
import dev.sluice.schemas.control.AuditResult;
import dev.sluice.schemas.control.ConfigCommand;
import dev.sluice.schemas.control.ConfigEntry;
import dev.sluice.schemas.control.ConfigOperation;
import org.jspecify.annotations.Nullable;

/** Decides about one configuration command, given what is in force under its name. Pure. */
public final class ConfigDecider {
  private static final ObjectReader JSON =
      new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final String FILE = "file";

  /**
   * What came of a command.
   *
   * @param entry the new entry, null where nothing changes
   */
  public record Result(@Nullable ConfigEntry entry, AuditEntry audit) {}

  private ConfigDecider() {}

  /**
   * Decides.
   *
   * @param inForce newest entry of the object, deleted ones too; null where there never was one
   */
  public static Result decide(ConfigCommand command, @Nullable ConfigEntry inForce, long nowMs) {
    long revision = inForce == null ? 0 : inForce.getRevision();
    boolean exists = inForce != null && !inForce.getDeleted();
    if (!command.getRefusal().isEmpty()) {
      return new Result(
          null, audit(command, AuditResult.REFUSED_BY_API, command.getRefusal(), revision, nowMs));
    }
    if (inForce != null
        && !command.getCommandId().isEmpty()
        && command.getCommandId().equals(inForce.getCommandId())) {
      // The command was applied before, and the audit may be what a crash cut off.
      return new Result(null, audit(command, AuditResult.APPLIED, "", revision, nowMs));
    }
    String problem = problem(command, exists ? inForce : null);
    if (!problem.isEmpty()) {
      return new Result(
          null, audit(command, AuditResult.REFUSED_INVALID, problem, revision, nowMs));
    }
    Long basedOn = command.getBasedOnRevision();
    long current = exists ? revision : 0;
    if (basedOn != null && basedOn != current) {
      String reason = "based on revision " + basedOn + ", in force is " + current;
      return new Result(null, audit(command, AuditResult.REFUSED_STALE, reason, revision, nowMs));
    }
    boolean delete = command.getOperation() == ConfigOperation.DELETE;
    if (unchanged(command, inForce, exists, delete)) {
      return new Result(null, audit(command, AuditResult.UNCHANGED, "", revision, nowMs));
    }
    ConfigEntry entry =
        new ConfigEntry(
            command.getKind(),
            command.getName(),
            revision + 1,
            delete ? "" : command.getBodyJson(),
            command.getManagedBy(),
            delete,
            command.getCommandId(),
            nowMs);
    return new Result(entry, audit(command, AuditResult.APPLIED, "", revision + 1, nowMs));
  }

  private static boolean unchanged(
      ConfigCommand command, @Nullable ConfigEntry inForce, boolean exists, boolean delete) {
    if (inForce == null || !exists) {
      return delete;
    }
    return !delete
        && inForce.getManagedBy().equals(command.getManagedBy())
        && sameJson(inForce.getBodyJson(), command.getBodyJson());
  }

  private static boolean sameJson(String one, String other) {
    if (one.equals(other)) {
      return true;
    }
    JsonNode first = json(one);
    return first != null && first.equals(json(other));
  }

  private static String problem(ConfigCommand command, @Nullable ConfigEntry inForce) {
    if (inForce != null
        && inForce.getManagedBy().equals(FILE)
        && !command.getManagedBy().equals(FILE)) {
      return "the object is managed by the file and changed there alone";
    }
    if (ConfigKind.of(command.getKind()).isEmpty()) {
      return "there is no kind of object " + command.getKind();
    }
    if (command.getName().isEmpty()) {
      return "the object has no name";
    }
    return switch (command.getOperation()) {
      case DELETE -> "";
      case PUT -> {
        JsonNode body = json(command.getBodyJson());
        yield body != null && body.isObject() ? "" : "the body is not a JSON object";
      }
      case UNSPECIFIED -> "the command names no operation";
    };
  }

  private static @Nullable JsonNode json(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return node == null || node.isMissingNode() ? null : node;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static AuditEntry audit(
      ConfigCommand command, AuditResult result, String reason, long revision, long nowMs) {
    return new AuditEntry(
        command.getCommandId(),
        command.getKind(),
        command.getName(),
        command.getOperation(),
        result,
        reason,
        revision,
        command.getActor(),
        command.getManagedBy(),
        nowMs);
  }
}
