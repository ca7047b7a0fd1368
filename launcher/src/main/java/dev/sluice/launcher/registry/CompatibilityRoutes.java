package dev.sluice.launcher.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.launcher.registry.RegistryReply.Answer;
import dev.sluice.launcher.registry.RegistryReply.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Compatibility levels, general and by subject; checks against them; the mode, which is fixed. */
final class CompatibilityRoutes {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final SchemaCatalog catalog;
  private final SubjectRoutes subjects;
  private final Function<LogEntry, SchemaLog.Appended> append;

  CompatibilityRoutes(
      SchemaCatalog catalog,
      SubjectRoutes subjects,
      Function<LogEntry, SchemaLog.Appended> append) {
    this.catalog = catalog;
    this.subjects = subjects;
    this.append = append;
  }

  RegistryReply generalLevel() {
    return new Answer(shown("compatibilityLevel", catalog.level()));
  }

  RegistryReply subjectLevel(RegistryRequest request) {
    String subject = request.part("subject");
    Optional<CompatibilityLevel> level = catalog.ownLevel(subject);
    if (level.isEmpty() && request.flag("defaultToGlobal")) {
      return generalLevel();
    }
    return level
        .<RegistryReply>map(own -> new Answer(shown("compatibilityLevel", own)))
        .orElseGet(() -> Refusal.levelNotSet(subject));
  }

  /** Writer thread. */
  RegistryReply setGeneralLevel(RegistryRequest request) {
    return setLevel(request, Optional.empty());
  }

  /** Writer thread. */
  RegistryReply setSubjectLevel(RegistryRequest request) {
    return setLevel(request, Optional.of(request.part("subject")));
  }

  /** Writer thread. */
  RegistryReply clearSubjectLevel(RegistryRequest request) {
    String subject = request.part("subject");
    Optional<CompatibilityLevel> level = catalog.ownLevel(subject);
    if (level.isEmpty()) {
      return Refusal.subjectNotFound(subject);
    }
    return switch (append.apply(new LogEntry.LevelCleared(Optional.of(subject)))) {
      case DURABLE -> new Answer(shown("compatibilityLevel", level.get()));
      case UNKNOWN -> Refusal.notConfirmed();
    };
  }

  /** Whether a schema gets along with one version. */
  RegistryReply checkVersion(RegistryRequest request) {
    return switch (ProposedSchema.in(request.body())) {
      case ProposedSchema.Unusable(Refusal refusal) -> refusal;
      case ProposedSchema.Usable proposed ->
          subjects.withVersion(
              request,
              version -> verdict(request, levelOf(request).violations(proposed.schema(), version)));
    };
  }

  /** Whether a schema could be registered. */
  RegistryReply checkSubject(RegistryRequest request) {
    return switch (ProposedSchema.in(request.body())) {
      case ProposedSchema.Unusable(Refusal refusal) -> refusal;
      case ProposedSchema.Usable proposed ->
          verdict(
              request,
              levelOf(request)
                  .violations(proposed.schema(), catalog.versions(request.part("subject"), false)));
    };
  }

  RegistryReply generalMode() {
    return new Answer(NODES.objectNode().put("mode", "READWRITE"));
  }

  RegistryReply subjectMode(RegistryRequest request) {
    return request.flag("defaultToGlobal")
        ? generalMode()
        : Refusal.modeNotSet(request.part("subject"));
  }

  private CompatibilityLevel levelOf(RegistryRequest request) {
    return catalog.ownLevel(request.part("subject")).orElseGet(catalog::level);
  }

  private RegistryReply setLevel(RegistryRequest request, Optional<String> subject) {
    Optional<CompatibilityLevel> level =
        CompatibilityLevel.named(request.body().path("compatibility").asText(""));
    if (level.isEmpty()) {
      return Refusal.invalidLevel();
    }
    return switch (append.apply(new LogEntry.LevelSet(subject, level.get()))) {
      case DURABLE -> new Answer(shown("compatibility", level.get()));
      case UNKNOWN -> Refusal.notConfirmed();
    };
  }

  private static RegistryReply verdict(RegistryRequest request, List<String> violations) {
    ObjectNode verdict = NODES.objectNode().put("is_compatible", violations.isEmpty());
    if (request.flag("verbose")) {
      ArrayNode messages = verdict.putArray("messages");
      violations.forEach(messages::add);
    }
    return new Answer(verdict);
  }

  private static ObjectNode shown(String name, CompatibilityLevel level) {
    return NODES.objectNode().put(name, level.name());
  }
}
