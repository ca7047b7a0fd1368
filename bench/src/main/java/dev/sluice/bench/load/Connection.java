package dev.sluice.bench.load;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * One connection with at most one call in flight. Read by the thread of its {@link CallLoop}; the
 * next call may be sent by another thread once that one has handed the connection over.
 */
final class Connection {

  private final int number;
  private final Call call;
  private final ByteBuffer out;
  private final ReplyParser parser;
  private SocketChannel channel;
  private SelectionKey key;
  private volatile long dueNanos;
  private volatile boolean inFlight;

  Connection(int number, Call call, Selector selector, BodySink sink) throws IOException {
    this.number = number;
    this.call = call;
    this.out = ByteBuffer.wrap(call.bytes());
    this.parser = new ReplyParser(sink);
    this.channel = open(call);
    this.key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  private static SocketChannel open(Call call) throws IOException {
    SocketChannel channel = SocketChannel.open(call.address());
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    return channel;
  }

  /** Replaces a connection that is no longer of use. */
  void reopen(Selector selector) throws IOException {
    close();
    parser.reset();
    inFlight = false;
    channel = open(call);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  int number() {
    return number;
  }

  SocketChannel channel() {
    return channel;
  }

  ReplyParser parser() {
    return parser;
  }

  /** When the call in flight was to be sent. */
  long dueNanos() {
    return dueNanos;
  }

  boolean inFlight() {
    return inFlight;
  }

  /** The reply is read; another call may be sent. */
  void replied() {
    parser.reset();
    inFlight = false;
  }

  /** Sends the call; what does not fit now follows when the socket can be written again. */
  void send(long due) throws IOException {
    dueNanos = due;
    inFlight = true;
    out.rewind();
    flush();
  }

  void flush() throws IOException {
    channel.write(out);
    if (out.hasRemaining()) {
      key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      key.selector().wakeup();
    } else if (key.interestOps() != SelectionKey.OP_READ) {
      key.interestOps(SelectionKey.OP_READ);
    }
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing is left to be done with it.
      inFlight = false;
    }
  }
}
