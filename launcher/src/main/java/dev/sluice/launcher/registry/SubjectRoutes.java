package dev.sluice.launcher.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.launcher.registry.RegistryReply.Answer;
import dev.sluice.launcher.registry.RegistryReply.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Subjects and their versions: list, read, look up, register, delete. */
final class SubjectRoutes {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final SchemaCatalog catalog;
  private final Function<LogEntry, SchemaLog.Appended> append;

  SubjectRoutes(SchemaCatalog catalog, Function<LogEntry, SchemaLog.Appended> append) {
    this.catalog = catalog;
    this.append = append;
  }

  RegistryReply subjects(RegistryRequest request) {
    String prefix = request.query().getOrDefault("subjectPrefix", "");
    ArrayNode names = NODES.arrayNode();
    catalog.subjects(request.flag("deleted")).stream()
        .filter(s -> s.startsWith(prefix))
        .forEach(names::add);
    return new Answer(names);
  }

  RegistryReply versions(RegistryRequest request) {
    String subject = request.part("subject");
    List<SchemaVersion> versions = catalog.versions(subject, request.flag("deleted"));
    return versions.isEmpty() ? Refusal.subjectNotFound(subject) : new Answer(numbers(versions));
  }

  RegistryReply version(RegistryRequest request) {
    return withVersion(request, v -> new Answer(describe(v)));
  }

  RegistryReply versionSchema(RegistryRequest request) {
    return withVersion(request, v -> new Answer(SchemaRoutes.tree(v.schema())));
  }

  /** Finds the version of a subject that has exactly this schema. */
  RegistryReply lookUp(RegistryRequest request) {
    String subject = request.part("subject");
    return switch (ProposedSchema.in(request.body())) {
      case ProposedSchema.Unusable(Refusal refusal) -> refusal;
      case ProposedSchema.Usable proposed -> {
        List<SchemaVersion> versions = catalog.versions(subject, request.flag("deleted"));
        if (versions.isEmpty()) {
          yield Refusal.subjectNotFound(subject);
        }
        yield same(versions, proposed)
            .<RegistryReply>map(v -> new Answer(describe(v)))
            .orElseGet(Refusal::schemaNotFound);
      }
    };
  }

  /**
   * Adds a version unless a live one has this schema; answers when it is durable. Writer thread.
   */
  RegistryReply register(RegistryRequest request) {
    if (request.body().path("id").asInt() > 0) {
      return Refusal.notOffered("Ids are given out by the registry; leave out \"id\".");
    }
    return switch (ProposedSchema.in(request.body())) {
      case ProposedSchema.Unusable(Refusal refusal) -> refusal;
      case ProposedSchema.Usable proposed -> register(request.part("subject"), proposed);
    };
  }

  /** Marks every live version deleted; their ids still resolve. Writer thread. */
  RegistryReply deleteSubject(RegistryRequest request) {
    String subject = request.part("subject");
    if (request.flag("permanent")) {
      return permanentDeletion();
    }
    List<SchemaVersion> versions = catalog.versions(subject, false);
    if (versions.isEmpty()) {
      return catalog.versions(subject, true).isEmpty()
          ? Refusal.subjectNotFound(subject)
          : Refusal.subjectWasDeleted(subject);
    }
    return afterAppend(
        new LogEntry.SubjectDeleted(subject, versions.getLast().version()), numbers(versions));
  }

  /** Marks one version deleted; its id still resolves. Writer thread. */
  RegistryReply deleteVersion(RegistryRequest request) {
    String subject = request.part("subject");
    if (request.flag("permanent")) {
      return permanentDeletion();
    }
    Optional<SchemaVersion> deleted =
        catalog.versions(subject, true).stream()
            .filter(SchemaVersion::deleted)
            .filter(v -> Integer.toString(v.version()).equals(request.part("version")))
            .findFirst();
    if (deleted.isPresent()) {
      return Refusal.versionWasDeleted(subject, deleted.get().version());
    }
    return withVersion(
        request,
        v -> afterAppend(new LogEntry.VersionStored(v.asDeleted()), IntNode.valueOf(v.version())));
  }

  /** Runs an action on the version that the path names, or says why there is none. */
  RegistryReply withVersion(
      RegistryRequest request, Function<SchemaVersion, RegistryReply> action) {
    String subject = request.part("subject");
    String wanted = request.part("version");
    boolean latest = wanted.equals("latest") || wanted.equals("-1");
    if (!latest && !wanted.matches("[1-9][0-9]{0,8}")) {
      return Refusal.invalidVersion(wanted);
    }
    List<SchemaVersion> versions = catalog.versions(subject, request.flag("deleted"));
    if (versions.isEmpty()) {
      return Refusal.subjectNotFound(subject);
    }
    if (latest) {
      return action.apply(versions.getLast());
    }
    int number = Integer.parseInt(wanted);
    return versions.stream()
        .filter(v -> v.version() == number)
        .findFirst()
        .map(action)
        .orElseGet(() -> Refusal.versionNotFound(wanted));
  }

  private RegistryReply register(String subject, ProposedSchema.Usable proposed) {
    List<SchemaVersion> earlier = catalog.versions(subject, false);
    Optional<SchemaVersion> known = same(earlier, proposed);
    if (known.isPresent()) {
      return new Answer(registered(known.get()));
    }
    CompatibilityLevel level = catalog.ownLevel(subject).orElseGet(catalog::level);
    List<String> violations = level.violations(proposed.schema(), earlier);
    if (!violations.isEmpty()) {
      return Refusal.incompatible(subject, level, String.join("; ", violations));
    }
    SchemaVersion added =
        new SchemaVersion(
            subject,
            catalog.nextVersion(subject),
            catalog.idFor(proposed.text()),
            proposed.text(),
            false);
    return afterAppend(new LogEntry.VersionStored(added), registered(added));
  }

  private RegistryReply afterAppend(LogEntry entry, JsonNode answer) {
    return switch (append.apply(entry)) {
      case DURABLE -> new Answer(answer);
      case UNKNOWN -> Refusal.notConfirmed();
    };
  }

  private static Refusal permanentDeletion() {
    return Refusal.notOffered(
        "Permanent deletion is not offered here: records may still carry the id.");
  }

  private static Optional<SchemaVersion> same(
      List<SchemaVersion> versions, ProposedSchema.Usable proposed) {
    String text = proposed.text();
    return versions.reversed().stream().filter(v -> v.schema().equals(text)).findFirst();
  }

  private static ArrayNode numbers(List<SchemaVersion> versions) {
    ArrayNode numbers = NODES.arrayNode();
    versions.forEach(v -> numbers.add(v.version()));
    return numbers;
  }

  private static ObjectNode registered(SchemaVersion version) {
    return NODES
        .objectNode()
        .put("id", version.id())
        .put("version", version.version())
        .put("schema", version.schema());
  }

  private static ObjectNode describe(SchemaVersion version) {
    return NODES
        .objectNode()
        .put("subject", version.subject())
        .put("id", version.id())
        .put("version", version.version())
        .put("schema", version.schema());
  }
}
