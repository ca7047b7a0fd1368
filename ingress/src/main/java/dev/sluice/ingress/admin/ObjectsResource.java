package dev.sluice.ingress.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.ingress.admin.Changes.Changed;
import dev.sluice.ingress.admin.Changes.Target;
import dev.sluice.ingress.error.AdminError;
import dev.sluice.schemas.config.AdminRole;
import dev.sluice.schemas.config.ConfigKind;
import dev.sluice.schemas.config.VirtualKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /admin/v1/{kinds}} and {@code /admin/v1/{kinds}/{name}}. */
final class ObjectsResource {
  private static final int MOST_LISTED = 1_000;

  /** Kinds that are not of one project. */
  private static final Set<ConfigKind> WHOLE_VIEW =
      Set.of(ConfigKind.PROVIDER, ConfigKind.ACCOUNT, ConfigKind.ADMIN_KEY, ConfigKind.WEBHOOK);

  private final ObjectView view;
  private final Changes changes;

  ObjectsResource(ObjectView view, Changes changes) {
    this.view = view;
    this.changes = changes;
  }

  /** By name, from behind {@code after} on; {@code next} is there where there are more. */
  AdminReply list(AdminRequest request) {
    ConfigKind kind = Kinds.of(request.name(0));
    if (WHOLE_VIEW.contains(kind)) {
      request.caller().requireWholeView("A list of this kind");
    }
    int limit = request.limit(MOST_LISTED, MOST_LISTED);
    Optional<String> after = request.query("after");
    Collection<HeldObject> all =
        after.isPresent()
            ? view.all(kind).tailMap(after.get(), false).values()
            : view.all(kind).values();
    List<HeldObject> found =
        all.stream()
            .filter(held -> !held.deleted() && isWanted(held, request))
            .limit(limit + 1L)
            .toList();
    ObjectNode answer = Shapes.JSON.createObjectNode();
    ArrayNode items = answer.putArray("items");
    found.stream().limit(limit).forEach(held -> items.add(Shapes.object(held, request.caller())));
    if (found.size() > limit) {
      answer.put("next", found.get(limit - 1).name());
    }
    return AdminReply.ok(answer);
  }

  private static boolean isWanted(HeldObject held, AdminRequest request) {
    Optional<String> project = request.query("project");
    if (held.kind() == ConfigKind.KEY && project.isPresent()) {
      Optional<String> own = request.config().key(held.name()).map(VirtualKey::project);
      if (!own.equals(project)) {
        return false;
      }
    }
    return request.caller().sees(held.kind(), held.name(), request.config());
  }

  AdminReply get(AdminRequest request) {
    HeldObject held = changes.require(Kinds.of(request.name(0)), request.name(1), request.caller());
    return AdminReply.of(false, held.revision(), Shapes.object(held, request.caller()));
  }

  AdminReply put(AdminRequest request) {
    ConfigKind kind = Kinds.of(request.name(0));
    String name = request.name(1);
    AdminCaller caller = request.caller();
    ObjectNode body = content(request.body());
    Precondition precondition = precondition(request);
    String managedBy = managedBy(request);
    if (kind == ConfigKind.KEY && managedBy.equals(Changes.API)) {
      requireChangesOfKey(name, body, caller);
    } else {
      caller.requireOwner(kind.text() + " objects");
      if (!body.path("role").asText().equals(AdminRole.OWNER.text())) {
        requireAnother(kind, name, caller);
      }
    }
    Changed changed =
        changes.put(
            new Target(kind, name, caller, precondition, managedBy),
            held -> completed(kind, name, body.deepCopy(), held));
    return AdminReply.of(
        changed.created(), changed.object().revision(), Shapes.object(changed.object(), caller));
  }

  /** Only an owner brings a file. */
  private static String managedBy(AdminRequest request) {
    String managedBy = request.query("managed_by").orElse(Changes.API);
    if (managedBy.equals(Changes.FILE)) {
      request.caller().requireOwner("what a file manages");
    } else if (!managedBy.equals(Changes.API)) {
      throw new RefusedException(AdminError.invalid("managed_by is api or file."));
    }
    return managedBy;
  }

  /** Both where the key is and where it is to be. */
  private void requireChangesOfKey(String id, ObjectNode body, AdminCaller caller) {
    Optional<HeldObject> there = view.find(ConfigKind.KEY, id);
    if (there.isPresent()) {
      HeldObject held = changes.require(ConfigKind.KEY, id, caller);
      String project = Changes.bodyOf(held).path("project").asText("");
      caller.requireChangesIn(project);
      if (!body.has("project")) {
        body.put("project", project);
      }
    }
    if (!body.path("project").isTextual()) {
      throw new RefusedException(AdminError.invalid("project is missing: a key belongs to one."));
    }
    caller.requireChangesIn(body.path("project").textValue());
  }

  /** What {@link #get} answers can be put back: then the object is its {@code body}. */
  private static ObjectNode content(ObjectNode given) {
    ObjectNode content =
        given.path("body") instanceof ObjectNode inner ? inner.deepCopy() : given.deepCopy();
    content.remove("revision");
    return content;
  }

  private static Precondition precondition(AdminRequest request) {
    JsonNode revision = request.body().path("revision");
    if (request.precondition().revision() != null || revision.isMissingNode()) {
      return request.precondition();
    }
    if (!revision.isIntegralNumber() || revision.longValue() < 0) {
      throw new RefusedException(AdminError.invalid("revision is a whole number."));
    }
    return new Precondition(revision.longValue());
  }

  /** With what the caller need not, or cannot, know of a key. */
  private static ObjectNode completed(
      ConfigKind kind, String name, ObjectNode body, Optional<HeldObject> held) {
    if (kind != ConfigKind.KEY && kind != ConfigKind.ADMIN_KEY) {
      return body;
    }
    if (kind == ConfigKind.KEY && !body.has("id")) {
      body.put("id", name);
    }
    if (held.isPresent()) {
      ObjectNode before = Changes.bodyOf(held.get());
      for (String field : List.of("hash", "created_at", "name")) {
        if (!body.has(field) && before.has(field)) {
          body.set(field, before.get(field));
        }
      }
      if (before.path("revoked").asBoolean() && !body.path("revoked").asBoolean()) {
        throw new RefusedException(
            AdminError.invalid("revoked: a revoked key stays so. Make a new one."));
      }
    }
    return body;
  }

  /** So that the last owner cannot shut itself out. */
  private static void requireAnother(ConfigKind kind, String name, AdminCaller caller) {
    if (kind == ConfigKind.ADMIN_KEY && name.equals(caller.key().name())) {
      throw new RefusedException(
          AdminError.conflict(
              "This is the admin key of this very call. Take that of another owner."));
    }
  }

  AdminReply delete(AdminRequest request) {
    ConfigKind kind = Kinds.of(request.name(0));
    AdminCaller caller = request.caller();
    if (kind == ConfigKind.KEY) {
      HeldObject held = changes.require(kind, request.name(1), caller);
      caller.requireChangesIn(Changes.bodyOf(held).path("project").asText(""));
    } else {
      caller.requireOwner(kind.text() + " objects");
      requireAnother(kind, request.name(1), caller);
    }
    long revision =
        changes.delete(new Target(kind, request.name(1), caller, request.precondition()));
    return AdminReply.of(
        false,
        revision,
        Shapes.JSON
            .createObjectNode()
            .put("kind", kind.text())
            .put("name", request.name(1))
            .put("revision", revision)
            .put("deleted", true));
  }
}
