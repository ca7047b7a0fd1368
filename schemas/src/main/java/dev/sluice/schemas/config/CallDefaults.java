package dev.sluice.schemas.config;

import java.time.Duration;

/**
 * Spans that hold where nothing closer to the call says otherwise.
 *
 * @param deadline of a request
 * @param firstToken from the start of a call to its first content
 * @param idle between two pieces of a stream
 * @param connect to reach the provider
 */
public record CallDefaults(Duration deadline, Duration firstToken, Duration idle, Duration connect)
    implements ConfigBody {
  /** Name of the one object of its kind. */
  public static final String NAME = "defaults";

  public static final CallDefaults BUILT_IN =
      new CallDefaults(
          Duration.ofSeconds(600),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10));

  public CallDefaults {
    Spans.requirePositive(deadline, firstToken, idle, connect);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ConfigKind kind() {
    return ConfigKind.DEFAULTS;
  }
}
