package dev.sluice.ingress.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.ingress.error.AdminError;
import dev.sluice.schemas.config.ConfigBody;
import dev.sluice.schemas.config.ConfigKind;
import dev.sluice.schemas.config.ConfigObjects;
import dev.sluice.schemas.config.ConfigReferences;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.config.ParsedObject;
import dev.sluice.schemas.control.ConfigCommand;
import dev.sluice.schemas.control.ConfigOperation;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every change that the API makes: checked, sent, and in force when a method returns. Each command
 * names the revision that it was made on. A caller who named none gets a few more tries when
 * somebody was faster. Who may do it is checked before. Safe for any thread; blocks.
 */
final class Changes {
  private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TRIES = 4;

  /** Manages what is changed over the API. */
  static final String API = "api";

  /** Manages what {@code sluice apply} brings. */
  static final String FILE = "file";

  private final CommandLog log;
  private final ObjectView view;
  private final Supplier<GatewayConfig> config;
  private final InstantSource clock;

  Changes(CommandLog log, ObjectView view, Supplier<GatewayConfig> config, InstantSource clock) {
    this.log = log;
    this.view = view;
    this.config = config;
    this.clock = clock;
  }

  /**
   * What is in force now.
   *
   * @param created whether it was not there before
   */
  record Changed(HeldObject object, boolean created) {}

  /**
   * Which object, by whom, on what.
   *
   * @param managedBy {@link #API} or {@link #FILE}, from then on
   */
  record Target(
      ConfigKind kind,
      String name,
      AdminCaller caller,
      Precondition precondition,
      String managedBy) {
    /** Of the API. */
    Target(ConfigKind kind, String name, AdminCaller caller, Precondition precondition) {
      this(kind, name, caller, precondition, API);
    }

    String key() {
      return kind.text() + "/" + name;
    }
  }

  /**
   * Creates or replaces an object.
   *
   * @param edit makes the new body of what there is; it may be called again for a newer one
   * @throws RefusedException if it cannot be, saying why
   */
  Changed put(Target target, Function<Optional<HeldObject>, ObjectNode> edit) {
    return tried(
        target,
        (held, patience) -> {
          String body = checked(target, edit.apply(held));
          long revision =
              sent(target, held, command(target, held, ConfigOperation.PUT, body), patience);
          return new Changed(
              new HeldObject(
                  target.kind(), target.name(), revision, target.managedBy(), body, false, -1),
              held.isEmpty());
        });
  }

  /**
   * As {@link #put}, for an object that is there.
   *
   * @throws RefusedException if it is not, or cannot be changed, saying why
   */
  Changed edit(Target target, Function<HeldObject, ObjectNode> edit) {
    return put(target, held -> edit.apply(held.orElseThrow(() -> notFound(target))));
  }

  /**
   * Deletes an object that is there and that no other names.
   *
   * @return revision of its end
   * @throws RefusedException if it cannot be, saying why
   */
  long delete(Target target) {
    List<String> users = ConfigReferences.users(target.kind(), target.name(), config.get());
    if (!users.isEmpty()) {
      throw new RefusedException(
          AdminError.conflict(
              target.key()
                  + " is named by "
                  + String.join(", ", users.subList(0, Math.min(5, users.size())))
                  + (users.size() > 5 ? " and " + (users.size() - 5) + " more" : "")
                  + ". Change or delete these first."));
    }
    return tried(
            target,
            (held, patience) -> {
              if (held.isEmpty()) {
                throw notFound(target);
              }
              long revision =
                  sent(target, held, command(target, held, ConfigOperation.DELETE, ""), patience);
              return new Changed(held.get().withRevision(revision), false);
            })
        .object()
        .revision();
  }

  private RefusedException notFound(Target target) {
    return new RefusedException(
        AdminError.notFound(
            target.kind().text(),
            target.name(),
            ConfigReferences.nearest(
                target.name(),
                view.all(target.kind()).values().stream()
                    .filter(held -> !held.deleted())
                    .map(HeldObject::name)
                    .filter(name -> target.caller().sees(target.kind(), name, config.get()))
                    .toList())));
  }

  private interface Try {
    Changed run(Optional<HeldObject> held, Patience patience);
  }

  private Changed tried(Target target, Try attempt) {
    Patience patience = Patience.forAChange();
    for (int left = TRIES; ; left--) {
      try {
        return attempt.run(view.find(target.kind(), target.name()), patience);
      } catch (OvertakenException e) {
        if (target.precondition().revision() != null || left == 1) {
          throw RefusedException.ofTheRouter(stale(target));
        }
      }
    }
  }

  private AdminError stale(Target target) {
    Optional<HeldObject> held = view.find(target.kind(), target.name());
    long inForce = held.map(HeldObject::revision).orElse(0L);
    Long wanted = target.precondition().revision();
    if (wanted == null) {
      return AdminError.stale(target.key() + " is being changed by others. Try again.", inForce);
    }
    if (held.isEmpty()) {
      return AdminError.stale(target.key() + " does not exist any more, or never did.", 0);
    }
    return AdminError.stale(
        wanted == 0
            ? target.key() + " exists already, with revision " + inForce + "."
            : "The change was made on revision "
                + wanted
                + " of "
                + target.key()
                + ", and in force is revision "
                + inForce
                + ". Get it and make the change on that one.",
        inForce);
  }

  private String checked(Target target, ObjectNode body) {
    ParsedObject parsed =
        ConfigObjects.parseStrictly(target.kind().text(), target.name(), body.toString());
    return switch (parsed) {
      case ParsedObject.Malformed(String reason) ->
          throw new RefusedException(AdminError.invalid(reason + "."));
      case ParsedObject.Parsed(ConfigBody read) -> {
        // A file was checked as a whole; on its way from one to the other, objects may not fit.
        Optional<String> problem =
            target.managedBy().equals(FILE)
                ? Optional.empty()
                : ConfigReferences.problem(read, config.get());
        if (problem.isPresent()) {
          throw new RefusedException(AdminError.invalid(problem.get()));
        }
        yield ConfigObjects.of(read).bodyJson();
      }
    };
  }

  private ConfigCommand command(
      Target target, Optional<HeldObject> held, ConfigOperation operation, String body) {
    Long wanted = target.precondition().revision();
    return ConfigCommand.newBuilder()
        .setCommandId(UUID.randomUUID().toString())
        .setKind(target.kind().text())
        .setName(target.name())
        .setOperation(operation)
        .setBodyJson(body)
        .setBasedOnRevision(wanted != null ? wanted : held.map(HeldObject::revision).orElse(0L))
        .setManagedBy(target.managedBy())
        .setActor(target.caller().actor())
        .setIssuedAtMs(clock.millis())
        .build();
  }

  /** Sends it; the revision that is in force then. */
  private long sent(
      Target target, Optional<HeldObject> held, ConfigCommand command, Patience patience) {
    CommandOutcome outcome = log.send(command, patience);
    LOG.atInfo()
        .addKeyValue("actor", command.getActor())
        .addKeyValue("object", target.key())
        .addKeyValue("operation", command.getOperation())
        .addKeyValue("command", command.getCommandId())
        .addKeyValue("outcome", outcome)
        .log("configuration command");
    return switch (outcome) {
      case CommandOutcome.InForce(long revision, boolean changed) -> revision;
      case CommandOutcome.Stale stale -> throw new OvertakenException();
      case CommandOutcome.Refused(String reason) ->
          throw RefusedException.ofTheRouter(
              held.filter(HeldObject::managedByFile).isPresent()
                  ? AdminError.managedByFile(target.key())
                  : AdminError.invalid("The router refused it: " + reason + "."));
      case CommandOutcome.NoAnswer(String id) ->
          throw new RefusedException(AdminError.unanswered(id, Patience.FOR_A_CHANGE.toSeconds()));
      case CommandOutcome.NotSent(String reason) ->
          throw new RefusedException(AdminError.notReady(reason));
    };
  }

  /** The body of an object, to be changed. */
  static ObjectNode bodyOf(HeldObject held) {
    try {
      JsonNode body = JSON.readTree(held.bodyJson());
      return body instanceof ObjectNode object ? object : JSON.createObjectNode();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the router lets only JSON into " + held.key(), e);
    }
  }

  /** The object; one that the caller may not see is not there for it. */
  HeldObject require(ConfigKind kind, String name, AdminCaller caller) {
    Target target = new Target(kind, name, caller, Precondition.NONE);
    return view.find(kind, name)
        .filter(held -> caller.sees(kind, name, config.get()))
        .orElseThrow(() -> notFound(target));
  }

  /** Somebody else's change came first. */
  private static final class OvertakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OvertakenException() {
      super("", null, false, false);
    }
  }
}
