package dev.sluice.schemas.usage;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The disjoint classes of tokens that providers charge for at rates of their own. */
@NullMarked
@SuppressWarnings("ImmutableEnumChecker") // the functions are method references without state
public enum TokenClass {
  INPUT("input", Side.INPUT, TokenUsage::getInput),
  CACHED_INPUT("cached_input", Side.INPUT, TokenUsage::getCachedInput),
  CACHE_WRITE("cache_write", Side.INPUT, TokenUsage::getCacheWrite),
  CACHE_WRITE_1H(
      "cache_write_1h", Side.INPUT, TokenUsage::getCacheWrite1h),
  AUDIO_INPUT("audio_input", Side.INPUT, TokenUsage::getAudioInput),
  OUTPUT("output", Side.OUTPUT, TokenUsage::getOutput),
  REASONING("reasoning", Side.OUTPUT, TokenUsage::getReasoning),
  AUDIO_OUTPUT("audio_output", Side.OUTPUT, TokenUsage::getAudioOutput);

  /** All classes in the order of their declaration, without the copy that {@code values()} makes. */
  public static final List<TokenClass> ALL = List.of(values());

  /** What was sent or what came back. */
  public enum Side {
    INPUT,
    OUTPUT
  }

  private final String key;
  private final Side side;
  private final Function<TokenUsage, @Nullable Long> read;

  TokenClass(
      String key,
      Side side,
      Function<TokenUsage, @Nullable Long> read) {
    this.key = key;
    this.side = side;
    this.read = read;
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
    return read.apply(usage);
  }
}
