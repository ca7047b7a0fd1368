package dev.sluice.ingress.error;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A refusal of the admin API, as far as its caller may read it: the only place of its statuses.
 *
 * @param code a short name that programs can rely on
 * @param headers of the answer
 * @param revision in force, where the refusal is about one
 */
public record AdminError(
    int status, String code, String message, Map<String, String> headers, OptionalLong revision) {
  private static final Map<String, String> RETRY_SOON = Map.of("Retry-After", "1");

  private static AdminError of(int status, String code, String message) {
    return new AdminError(status, code, message, Map.of(), OptionalLong.empty());
  }

  public static AdminError noKey() {
    return new AdminError(
        401,
        "no_admin_key",
        "Give an admin key: Authorization: Bearer KEY.",
        Map.of("WWW-Authenticate", "Bearer"),
        OptionalLong.empty());
  }

  /** Says nothing about the key or why it is not good. */
  public static AdminError wrongKey() {
    return new AdminError(
        401,
        "wrong_admin_key",
        "This is not an admin key. A virtual key is none: it is for /v1 alone.",
        Map.of("WWW-Authenticate", "Bearer error=\"invalid_token\""),
        OptionalLong.empty());
  }

  /** Nobody can have a key. */
  public static AdminError closed() {
    return of(
        403,
        "no_admin_keys_configured",
        "The admin API is closed, because no admin key is configured. Add admin: { keys: [ { name:"
            + " ops, hash: \"sha256:<SHA-256 of the key, in hex>\", role: owner } ] } to sluice.yaml"
            + " and run sluice apply -f sluice.yaml.");
  }

  public static AdminError forbidden(String reason) {
    return of(403, "forbidden", reason);
  }

  public static AdminError unknownPath(String path) {
    return of(
        404, "unknown_path", "There is nothing at " + path + ". GET /openapi.json lists what is.");
  }

  public static AdminError methodNotAllowed(String method, String allowed) {
    return new AdminError(
        405,
        "method_not_allowed",
        method + " is not for this path. There is " + allowed + ".",
        Map.of("Allow", allowed),
        OptionalLong.empty());
  }

  public static AdminError notFound(String what, String name, List<String> nearest) {
    return of(
        404,
        "not_found",
        "There is no "
            + what
            + " "
            + name
            + "."
            + (nearest.isEmpty() ? "" : " Did you mean " + String.join(", ", nearest) + "?"));
  }

  public static AdminError invalid(String reason) {
    return of(400, "invalid", reason);
  }

  public static AdminError tooLarge(int limit) {
    return of(413, "too_large", "The body is larger than " + limit + " bytes.");
  }

  /** Somebody changed it meanwhile, or it is there already. */
  public static AdminError stale(String reason, long revision) {
    return new AdminError(409, "stale_revision", reason, Map.of(), OptionalLong.of(revision));
  }

  public static AdminError managedByFile(String object) {
    return of(
        409,
        "managed_by_file",
        object
            + " is managed by the configuration file and read-only here. Change it in the file, and"
            + " run sluice apply -f FILE.");
  }

  public static AdminError conflict(String reason) {
    return of(409, "conflict", reason);
  }

  public static AdminError busy() {
    return new AdminError(
        503,
        "busy",
        "Too many calls of the admin API are open. Retry in a moment.",
        RETRY_SOON,
        OptionalLong.empty());
  }

  public static AdminError notReady(String reason) {
    return new AdminError(
        503,
        "not_ready",
        "The admin API is not ready: " + reason + ". Nothing was changed. Retry in a moment.",
        RETRY_SOON,
        OptionalLong.empty());
  }

  /** Sent, and nobody said what came of it. */
  public static AdminError unanswered(String commandId, long seconds) {
    return of(
        503,
        "no_answer",
        "No router answered within "
            + seconds
            + " s. The change may still be applied: look for command "
            + commandId
            + " in GET /admin/v1/audit.");
  }

  /** Sent to the ledger, and Kafka did not say that it has it. */
  public static AdminError unentered(String correctionId) {
    return of(
        503,
        "no_answer",
        "Kafka did not answer. The correction may be entered or not: repeat the call with"
            + " correction_id "
            + correctionId
            + "; it counts once.");
  }

  /** A bug; the id leads to the log. */
  public static AdminError internal(String id) {
    return of(
        500,
        "internal_error",
        "The admin API had an internal error. Look for " + id + " in the log.");
  }
}
