package dev.sluice.cost;

import dev.sluice.schemas.money.PriceBook;
import java.util.Optional;

/** Finds the price book that a decision named. May block until it is known; any thread. */
@FunctionalInterface
public interface PriceVersions {
  /** The book of this version, empty where there is none. */
  Optional<PriceBook> book(String version);
}
