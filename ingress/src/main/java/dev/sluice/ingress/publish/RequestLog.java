package dev.sluice.ingress.publish;

/** The log that requests are accepted into. Safe for any thread; never blocks. */
public interface RequestLog extends AutoCloseable {
  /**
   * Takes a record to be sent.
   *
   * @return whether it was taken; false where the bound of records that wait is reached
   */
  boolean offer(Publication publication);

  /** Why requests cannot be sent at present, empty where they can. */
  String problem();

  @Override
  void close();
}
