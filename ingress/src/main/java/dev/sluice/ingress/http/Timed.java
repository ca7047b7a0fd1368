package dev.sluice.ingress.http;

/** Something open that has to look at the clock now and then. */
interface Timed {
  /** Called every {@link OpenOnLoop#TICK_MS} on its event loop. */
  void tick(long nowNanos);

  /** The process ends: finish at once, saying so. */
  void shutDown();
}
