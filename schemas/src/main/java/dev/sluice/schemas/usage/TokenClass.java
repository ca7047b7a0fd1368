package dev.sluice.schemas.usage;

import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The disjoint classes of tokens that providers charge for at rates of their own. */
@NullMarked
public enum TokenClass {
  INPUT("input", Side.INPUT),
  CACHED_INPUT("cached_input", Side.INPUT),
  CACHE_WRITE("cache_write", Side.INPUT),
  CACHE_WRITE_1H("cache_write_1h", Side.INPUT),
  AUDIO_INPUT("audio_input", Side.INPUT),
  OUTPUT("output", Side.OUTPUT),
  REASONING("reasoning", Side.OUTPUT),
  AUDIO_OUTPUT("audio_output", Side.OUTPUT);

  /**
   * All classes in the order of their declaration, without the copy that {@code values()} makes.
   */
  public static final List<TokenClass> ALL = List.of(values());

  /** What was sent or what came back. */
  public enum Side {
    INPUT,
    OUTPUT
  }

  private final String key;
  private final Side side;

  TokenClass(String key, Side side) {
    this.key = key;
    this.side = side;
  }

  /** Name in configuration, price lists and labels. */
  public String key() {
    return key;
  }

  public Side side() {
    return side;
  }

  /** Tokens of this class, null where the provider did not say. */
  public @Nullable Long of(TokenUsage usage) {
    return switch (this) {
      case INPUT -> usage.getInput();
      case CACHED_INPUT -> usage.getCachedInput();
      case CACHE_WRITE -> usage.getCacheWrite();
      case CACHE_WRITE_1H -> usage.getCacheWrite1h();
      case AUDIO_INPUT -> usage.getAudioInput();
      case OUTPUT -> usage.getOutput();
      case REASONING -> usage.getReasoning();
      case AUDIO_OUTPUT -> usage.getAudioOutput();
    };
  }
}
