package dev.sluice.schemas.config;

/** Which price book new decisions use. */
public record CurrentPriceBook(String version) implements ConfigBody {
  /** Name of this object among those of kind price-book. */
  public static final String NAME = "current";

  public CurrentPriceBook {
    if (version.isEmpty()) {
      throw new IllegalArgumentException("the current price book has a version");
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ConfigKind kind() {
    return ConfigKind.PRICE_BOOK;
  }
}
