package dev.sluice.cost;

/**
 * The configuration could not be read up to now, so nobody can tell whether a price version exists.
 * The transaction is given up and the attempt is priced when Kafka answers again.
 */
final class PricesNotReadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PricesNotReadException(String version) {
    super("the configuration could not be read up to now to find the price version " + version);
  }
}
