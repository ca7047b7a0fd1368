package dev.sluice.bench.load;

/**
 * Finds out where an HTTP/1.1 reply ends and what its status is, in whatever pieces it arrives; all
 * else is skipped. One object serves one connection, reply after reply.
 */
final class ReplyParser {

  private enum State {
    STATUS,
    HEADER,
    FIXED,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILER,
    UNTIL_CLOSE,
    DONE
  }

  private static final int LONGEST_LINE = 16 * 1024;
  private static final int UNKNOWN = -1;

  private final byte[] line = new byte[LONGEST_LINE];
  private final BodySink sink;
  private State state = State.STATUS;
  private int lineLength;
  private int status;
  private long remaining = UNKNOWN;
  private boolean chunked;

  ReplyParser(BodySink sink) {
    this.sink = sink;
  }

  /** Gets ready for the next reply. */
  void reset() {
    state = State.STATUS;
    lineLength = 0;
    status = 0;
    remaining = UNKNOWN;
    chunked = false;
  }

  int status() {
    return status;
  }

  boolean isDone() {
    return state == State.DONE;
  }

  /** The connection is closed; tells whether that ends the reply in order. */
  boolean close() {
    if (state == State.UNTIL_CLOSE) {
      state = State.DONE;
    }
    return state == State.DONE;
  }

  /**
   * Takes what arrived.
   *
   * @throws IllegalStateException if it is no HTTP/1.1 reply
   */
  void feed(byte[] bytes, int from, int to, long nowNanos) {
    int at = from;
    while (at < to && state != State.DONE) {
      at =
          switch (state) {
            case STATUS, HEADER, CHUNK_SIZE, CHUNK_END, TRAILER -> lines(bytes, at, to);
            case FIXED, CHUNK, UNTIL_CLOSE -> body(bytes, at, to, nowNanos);
            case DONE -> to;
          };
    }
  }

  private int lines(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      byte b = bytes[at];
      if (b == '\n') {
        int length = lineLength > 0 && line[lineLength - 1] == '\r' ? lineLength - 1 : lineLength;
        lineLength = 0;
        endOfLine(length);
        return at + 1;
      }
      if (lineLength == LONGEST_LINE) {
        throw new IllegalStateException("a header line is longer than " + LONGEST_LINE);
      }
      line[lineLength++] = b;
    }
    return to;
  }

  private void endOfLine(int length) {
    switch (state) {
      case STATUS -> status(length);
      case HEADER -> {
        if (length > 0) {
          header(length);
        } else {
          endOfHead();
        }
      }
      case CHUNK_SIZE -> {
        remaining = hex(length);
        state = remaining == 0 ? State.TRAILER : State.CHUNK;
      }
      case CHUNK_END -> state = State.CHUNK_SIZE;
      case TRAILER -> {
        if (length == 0) {
          state = State.DONE;
        }
      }
      case FIXED, CHUNK, UNTIL_CLOSE, DONE -> throw new IllegalStateException("no line in a body");
    }
  }

  /** {@code HTTP/1.1 200 OK}. */
  private void status(int length) {
    if (length < 12 || line[0] != 'H' || line[8] != ' ') {
      throw new IllegalStateException("this is no HTTP/1.1 reply");
    }
    status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
    state = State.HEADER;
  }

  private void header(int length) {
    if (startsWith("content-length:", length)) {
      remaining = 0;
      for (int i = "content-length:".length(); i < length; i++) {
        if (line[i] >= '0' && line[i] <= '9') {
          remaining = remaining * 10 + (line[i] - '0');
        }
      }
    } else if (startsWith("transfer-encoding:", length)) {
      chunked = true;
    }
  }

  private boolean startsWith(String lowerCase, int length) {
    if (length < lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      byte b = line[i];
      int lower = b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
      if (lower != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void endOfHead() {
    if (status / 100 == 1) {
      state = State.STATUS;
    } else if (chunked) {
      state = State.CHUNK_SIZE;
    } else if (remaining == 0 || status == 204) {
      state = State.DONE;
    } else {
      state = remaining == UNKNOWN ? State.UNTIL_CLOSE : State.FIXED;
    }
  }

  private long hex(int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      int digit = Character.digit(line[i], 16);
      if (digit < 0) {
        break;
      }
      value = value * 16 + digit;
    }
    return value;
  }

  private int body(byte[] bytes, int from, int to, long nowNanos) {
    if (state == State.UNTIL_CLOSE) {
      sink.piece(bytes, from, to, nowNanos);
      return to;
    }
    int end = (int) Math.min(to, from + remaining);
    sink.piece(bytes, from, end, nowNanos);
    remaining -= end - from;
    if (remaining == 0) {
      state = state == State.CHUNK ? State.CHUNK_END : State.DONE;
    }
    return end;
  }
}
