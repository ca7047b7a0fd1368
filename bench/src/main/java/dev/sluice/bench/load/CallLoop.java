package dev.sluice.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntFunction;

/** The connections of one load and the selector that serves them. One thread. */
final class CallLoop implements AutoCloseable {

  private static final int BUFFER = 64 * 1024;
  private static final long RETRY_NANOS = 100_000_000;

  private final Selector selector;
  private final Course course;
  private final ByteBuffer in = ByteBuffer.allocate(BUFFER);
  private final List<Connection> connections = new ArrayList<>();
  private final Deque<Connection> down = new ArrayDeque<>();
  private long retryNanos;

  /**
   * Connects.
   *
   * @param sinks gives each connection, by its number, the place for the bodies of its replies
   * @throws UncheckedIOException if nobody listens there
   */
  CallLoop(Call call, int count, Course course, IntFunction<BodySink> sinks) {
    this.course = course;
    try {
      this.selector = Selector.open();
      for (int i = 0; i < count; i++) {
        connections.add(new Connection(i, call, selector, sinks.apply(i)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot connect to " + call.address(), e);
    }
  }

  List<Connection> connections() {
    return connections;
  }

  /** Sends the next call on a free connection; any thread to which it was handed over. */
  void send(Connection connection, long dueNanos) {
    try {
      connection.send(dueNanos);
    } catch (IOException e) {
      // The closed socket is readable: the loop finds it there, counts the call and reconnects.
      connection.close();
      selector.wakeup();
    }
  }

  /** Waits for events, at most so long, and handles them. */
  void turn(long millis) {
    try {
      selector.select(this::handle, Math.max(1, millis));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!down.isEmpty() && System.nanoTime() >= retryNanos) {
      reconnect();
    }
  }

  /** Whether a call has no reply yet. */
  boolean anyInFlight() {
    for (Connection connection : connections) {
      if (connection.inFlight()) {
        return true;
      }
    }
    return false;
  }

  private void handle(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    try {
      if (key.isWritable()) {
        connection.flush();
      }
      if (key.isReadable()) {
        read(connection);
      }
    } catch (IOException | IllegalStateException e) {
      // CancelledKeyException is an IllegalStateException too; either way the call is lost.
      lost(connection);
    }
  }

  private void read(Connection connection) throws IOException {
    in.clear();
    int length = connection.channel().read(in);
    long now = System.nanoTime();
    ReplyParser parser = connection.parser();
    if (length < 0) {
      if (connection.inFlight() && parser.close()) {
        int status = parser.status();
        connection.reopen(selector);
        course.replied(connection, status, now);
      } else {
        lost(connection);
      }
      return;
    }
    parser.feed(in.array(), 0, length, now);
    if (parser.isDone()) {
      int status = parser.status();
      connection.replied();
      course.replied(connection, status, now);
    }
  }

  private void lost(Connection connection) {
    boolean wasInFlight = connection.inFlight();
    try {
      connection.reopen(selector);
    } catch (IOException e) {
      connection.close();
      down.add(connection);
      retryNanos = System.nanoTime() + RETRY_NANOS;
      return;
    }
    if (wasInFlight) {
      course.failed(connection, System.nanoTime());
    }
  }

  private void reconnect() {
    retryNanos = System.nanoTime() + RETRY_NANOS;
    for (int i = down.size(); i > 0; i--) {
      Connection connection = down.remove();
      try {
        connection.reopen(selector);
      } catch (IOException e) {
        down.add(connection);
        continue;
      }
      course.failed(connection, System.nanoTime());
    }
  }

  @Override
  public void close() {
    connections.forEach(Connection::close);
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
