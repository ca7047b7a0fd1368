package dev.sluice.bench.load;

/** What a load does with the events of its connections. Called on the thread of the loop. */
interface Course {

  /** A reply has been read to its end; the connection is free. */
  void replied(Connection connection, int status, long nowNanos);

  /** The call in flight got no whole reply; the connection has been replaced and is free. */
  void failed(Connection connection, long nowNanos);
}
