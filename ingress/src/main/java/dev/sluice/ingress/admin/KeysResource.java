package dev.sluice.ingress.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.ingress.admin.Changes.Changed;
import dev.sluice.ingress.admin.Changes.Target;
import dev.sluice.ingress.error.AdminError;
import dev.sluice.schemas.config.ConfigKind;
import dev.sluice.schemas.config.KeyText;
import dev.sluice.schemas.config.VirtualKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /admin/v1/keys} and what can be done to a key. The text of a key is in one answer and
 * nowhere else.
 */
final class KeysResource {
  private static final Pattern HASH = Pattern.compile("(sha256:)?[0-9a-fA-F]{64}");
  private static final List<String> GIVEN_HERE = List.of("id", "created_at", "revoked");

  private final Changes changes;
  private final InstantSource clock;

  KeysResource(Changes changes, InstantSource clock) {
    this.changes = changes;
    this.clock = clock;
  }

  AdminReply create(AdminRequest request) {
    ObjectNode terms = request.body().deepCopy();
    for (String field : GIVEN_HERE) {
      if (terms.has(field)) {
        throw new RefusedException(
            AdminError.invalid(
                field + " is given by the gateway when a key is made; take it out."));
      }
    }
    JsonNode project = terms.path("project");
    if (!project.isTextual()) {
      throw new RefusedException(AdminError.invalid("project is missing: the key belongs to one."));
    }
    request.caller().requireChangesIn(project.textValue());
    String text = terms.has("hash") ? null : KeyText.virtualKey();
    String hash = text == null ? imported(terms.path("hash")) : VirtualKey.hashOf(text);
    return made(text, make(request.caller(), terms, hash), request.caller());
  }

  private static String imported(JsonNode hash) {
    if (!hash.isTextual() || !HASH.matcher(hash.textValue()).matches()) {
      throw new RefusedException(
          AdminError.invalid(
              "hash is the SHA-256 of a key as 64 hex digits, or sha256: and these."));
    }
    String digits = hash.textValue();
    return digits.substring(digits.indexOf(':') + 1).toLowerCase(Locale.ROOT);
  }

  private Changed make(AdminCaller caller, ObjectNode terms, String hash) {
    String id = VirtualKey.idOf(hash);
    ObjectNode body = terms.deepCopy();
    body.put("id", id).put("hash", hash).put("created_at", now().toString());
    return changes.put(
        new Target(ConfigKind.KEY, id, caller, Precondition.NEW), nothing -> body.deepCopy());
  }

  private static AdminReply made(@Nullable String text, Changed changed, AdminCaller caller) {
    HeldObject key = changed.object();
    ObjectNode answer = Shapes.JSON.createObjectNode().put("id", key.name());
    if (text != null) {
      answer.put("key", text);
    }
    answer.setAll(Shapes.object(key, caller));
    return new AdminReply(201, Map.of("Location", "/admin/v1/keys/" + key.name()), answer);
  }

  /**
   * A new key with the terms of an old one, which goes on for the grace. Should the second of these
   * two changes fail, the new key is answered all the same, and {@code old} says what is to be
   * done.
   */
  AdminReply rotate(AdminRequest request) {
    HeldObject old = own(request);
    ObjectNode terms = Changes.bodyOf(old);
    Duration grace = Grace.of(request.body().path("grace"));
    requireOnly(request.body(), "grace", "expires_at");
    if (old.managedByFile()) {
      throw new RefusedException(AdminError.managedByFile(old.key()));
    }
    if (terms.path("revoked").asBoolean()) {
      throw new RefusedException(
          AdminError.conflict(old.key() + " is revoked. Make a new key instead."));
    }
    terms.remove(List.of("id", "hash", "created_at", "revoked"));
    if (request.body().has("expires_at")) {
      terms.set("expires_at", request.body().get("expires_at"));
    }
    String end = terms.path("expires_at").asText("");
    if (end.equals(Changes.bodyOf(old).path("expires_at").asText("")) && hasPassed(end)) {
      throw new RefusedException(
          AdminError.conflict(
              old.key() + " ended at " + end + ". Say when the new one ends: expires_at."));
    }
    String text = KeyText.virtualKey();
    Changed made = make(request.caller(), terms, VirtualKey.hashOf(text));
    AdminReply reply = made(text, made, request.caller());
    ((ObjectNode) reply.body()).set("old", expired(old, request.caller(), grace));
    return reply;
  }

  private boolean hasPassed(String end) {
    return !end.isEmpty() && !clock.instant().isBefore(Instant.parse(end));
  }

  private ObjectNode expired(HeldObject old, AdminCaller caller, Duration grace) {
    Instant end = now().plus(grace);
    ObjectNode answer = Shapes.JSON.createObjectNode().put("id", old.name());
    try {
      Changed changed =
          changes.edit(
              new Target(ConfigKind.KEY, old.name(), caller, Precondition.NONE),
              held -> withEnd(held, end));
      return answer
          .put("revision", changed.object().revision())
          .put("expires_at", Changes.bodyOf(changed.object()).path("expires_at").asText());
    } catch (RefusedException e) {
      return answer.put("problem", "The old key has no end yet; revoke it. " + e.error().message());
    }
  }

  private static ObjectNode withEnd(HeldObject held, Instant end) {
    ObjectNode body = Changes.bodyOf(held);
    String before = body.path("expires_at").asText("");
    if (before.isEmpty() || Instant.parse(before).isAfter(end)) {
      body.put("expires_at", end.toString());
    }
    return body;
  }

  AdminReply revoke(AdminRequest request) {
    HeldObject old = own(request);
    requireOnly(request.body());
    Changed changed =
        changes.edit(
            new Target(ConfigKind.KEY, old.name(), request.caller(), request.precondition()),
            held -> Changes.bodyOf(held).put("revoked", true));
    return AdminReply.of(
        false, changed.object().revision(), Shapes.object(changed.object(), request.caller()));
  }

  private HeldObject own(AdminRequest request) {
    HeldObject held = changes.require(ConfigKind.KEY, request.name(0), request.caller());
    request.caller().requireChangesIn(Changes.bodyOf(held).path("project").asText(""));
    return held;
  }

  private static void requireOnly(ObjectNode body, String... known) {
    body.fieldNames()
        .forEachRemaining(field -> {
          if (!List.of(known).contains(field)) {
            throw new RefusedException(
                AdminError.invalid(
                    known.length == 0
                        ? "This takes no body."
                        : "There is no such field here. There is "
                            + String.join(", ", known)
                            + "."));
          }
        });
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
