package dev.sluice.ingress.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.ingress.admin.Changes.Changed;
import dev.sluice.ingress.admin.Changes.Target;
import dev.sluice.ingress.error.AdminError;
import dev.sluice.schemas.config.ConfigKind;
import dev.sluice.schemas.config.ConfigReferences;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Budgets and limits, one by one: {@code /admin/v1/{kinds}/{name}/budgets/{budget}} and the same
 * with {@code limits}. A change is one of the project, account or key that owns them, and the
 * revision is the owner's.
 */
final class AllowancesResource {
  private final Changes changes;

  AllowancesResource(Changes changes) {
    this.changes = changes;
  }

  /**
   * Whose, and which list of it.
   *
   * @param field of the owner's body
   * @param what one of them is called
   */
  private record Place(ConfigKind kind, String name, String field, String what) {}

  private static Place place(AdminRequest request) {
    ConfigKind kind = Kinds.of(request.name(0));
    String field = request.name(2);
    boolean known = field.equals("budgets") || field.equals("limits");
    boolean owns =
        kind == ConfigKind.PROJECT || kind == ConfigKind.ACCOUNT || kind == ConfigKind.KEY;
    if (!known || !owns) {
      throw new RefusedException(
          AdminError.unknownPath(
              "/admin/v1/" + request.name(0) + "/" + request.name(1) + "/" + field));
    }
    return new Place(kind, request.name(1), field, field.equals("budgets") ? "budget" : "limit");
  }

  AdminReply list(AdminRequest request) {
    Place place = place(request);
    HeldObject owner = changes.require(place.kind(), place.name(), request.caller());
    ObjectNode answer = Shapes.JSON.createObjectNode();
    answer.put("owner", owner.key()).put("revision", owner.revision());
    answer.put("managed_by", owner.managedBy());
    answer.putArray("items").addAll(items(Changes.bodyOf(owner), place));
    return AdminReply.of(false, owner.revision(), answer);
  }

  AdminReply get(AdminRequest request) {
    Place place = place(request);
    HeldObject owner = changes.require(place.kind(), place.name(), request.caller());
    List<JsonNode> items = items(Changes.bodyOf(owner), place);
    JsonNode found = find(items, request.name(3)).orElseThrow(() -> missing(request, items));
    return AdminReply.of(false, owner.revision(), shape(owner, place, found));
  }

  AdminReply put(AdminRequest request) {
    Place place = place(request);
    ObjectNode item = named(request);
    boolean[] replaced = new boolean[1];
    Changed changed =
        change(
            request,
            place,
            items -> {
              Optional<JsonNode> before = find(items, request.name(3));
              replaced[0] = before.isPresent();
              if (before.isPresent()) {
                items.set(items.indexOf(before.get()), item);
              } else {
                items.add(item);
              }
            });
    JsonNode inForce =
        find(items(Changes.bodyOf(changed.object()), place), request.name(3)).orElseThrow();
    return AdminReply.of(
        !replaced[0], changed.object().revision(), shape(changed.object(), place, inForce));
  }

  AdminReply delete(AdminRequest request) {
    Place place = place(request);
    Changed changed =
        change(
            request,
            place,
            items ->
                items.remove(
                    find(items, request.name(3)).orElseThrow(() -> missing(request, items))));
    ObjectNode answer = Shapes.JSON.createObjectNode();
    answer.put("owner", changed.object().key()).put("name", request.name(3));
    answer.put("revision", changed.object().revision()).put("deleted", true);
    return AdminReply.of(false, changed.object().revision(), answer);
  }

  private interface Edit {
    void apply(List<JsonNode> items);
  }

  private Changed change(AdminRequest request, Place place, Edit edit) {
    HeldObject owner = changes.require(place.kind(), place.name(), request.caller());
    switch (place.kind()) {
      case PROJECT -> request.caller().requireChangesIn(place.name());
      case KEY ->
          request.caller().requireChangesIn(Changes.bodyOf(owner).path("project").asText(""));
      default -> request.caller().requireOwner(place.field() + " of an " + place.kind().text());
    }
    return changes.edit(
        new Target(place.kind(), place.name(), request.caller(), request.precondition()),
        held -> {
          ObjectNode body = Changes.bodyOf(held);
          List<JsonNode> items = items(body, place);
          edit.apply(items);
          body.putArray(place.field()).addAll(items);
          return body;
        });
  }

  private static ObjectNode named(AdminRequest request) {
    ObjectNode item = request.body().deepCopy();
    String name = request.name(3);
    if (!item.path("name").asText(name).equals(name)) {
      throw new RefusedException(AdminError.invalid("name is another than that of the path."));
    }
    return item.put("name", name);
  }

  private static List<JsonNode> items(ObjectNode owner, Place place) {
    List<JsonNode> items = new ArrayList<>();
    if (owner.path(place.field()) instanceof ArrayNode array) {
      array.forEach(items::add);
    }
    return items;
  }

  private static Optional<JsonNode> find(List<JsonNode> items, String name) {
    return items.stream().filter(item -> item.path("name").asText("").equals(name)).findFirst();
  }

  private static RefusedException missing(AdminRequest request, List<JsonNode> items) {
    Place place = place(request);
    return new RefusedException(
        AdminError.notFound(
            place.what() + " of " + place.kind().text() + "/" + place.name() + " called",
            request.name(3),
            ConfigReferences.nearest(
                request.name(3),
                items.stream().map(item -> item.path("name").asText("")).toList())));
  }

  private static ObjectNode shape(HeldObject owner, Place place, JsonNode item) {
    ObjectNode answer = Shapes.JSON.createObjectNode();
    answer.put("kind", place.what()).put("name", item.path("name").asText(""));
    answer.put("owner", owner.key()).put("revision", owner.revision());
    answer.put("managed_by", owner.managedBy());
    answer.set("body", item);
    return answer;
  }
}
