package dev.sluice.ingress.audit;

import dev.sluice.schemas.control.ConfigCommand;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Has requests written down that were refused for what they claim to be: of another project, of
 * another user, with tags that cannot be, from a network that is not the key's. Other refusals are
 * everyday business and only counted. What is written names the key by its id and says what its
 * caller was told, so it holds no secret. Safe for any thread; does not block.
 */
public final class CallerRefusals {
  /** Kind of the audit's entries. */
  public static final String KIND = "request";

  private static final String ACTOR = "key/";

  private final FloodBound bound = new FloodBound();
  private final Consumer<ConfigCommand> log;
  private final InstantSource clock;

  /**
   * @param log takes what the router is to write down; must not block
   */
  public CallerRefusals(Consumer<ConfigCommand> log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /**
   * A request with this key was refused.
   *
   * @param what header or parameter, and what is wrong with it
   */
  public void refused(String keyId, String requestId, String what) {
    String actor = ACTOR + keyId;
    bound
        .take(actor, clock.millis(), what)
        .ifPresent(reason -> log.accept(command(actor, requestId, reason)));
  }

  private ConfigCommand command(String actor, String requestId, String reason) {
    return ConfigCommand.newBuilder()
        .setCommandId(UUID.randomUUID().toString())
        .setKind(KIND)
        .setName(requestId)
        .setManagedBy("api")
        .setActor(actor)
        .setIssuedAtMs(clock.millis())
        .setRefusal(reason)
        .build();
  }
}
