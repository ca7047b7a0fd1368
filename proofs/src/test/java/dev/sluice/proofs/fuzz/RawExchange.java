package dev.sluice.proofs.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What came of one connection.
 *
 * @param statuses of the answers, in order, without those of class 1
 * @param text all that was received
 * @param ended whether the connection ended within the bound
 */
record RawExchange(List<Integer> statuses, String text, boolean ended, long tookMs) {
  private static final Pattern STATUS =
      Pattern.compile("^HTTP/1\\.[01] ([2-9]\\d\\d)\\b", Pattern.MULTILINE);
  private static final int CONNECT_MS = 5_000;

  /** Sends the case and reads to the end. Blocks. */
  static RawExchange of(FuzzCase fuzz, URI gateway, Duration bound) throws IOException {
    long began = System.nanoTime();
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    boolean ended = true;
    try (Socket socket = new Socket()) {
      socket.connect(
          new java.net.InetSocketAddress(gateway.getHost(), gateway.getPort()), CONNECT_MS);
      socket.setTcpNoDelay(true);
      write(socket, fuzz);
      if (fuzz.end() != FuzzCase.End.GOES_AWAY) {
        ended = read(socket.getInputStream(), socket, received, began + bound.toNanos());
      }
    }
    String text = received.toString(StandardCharsets.ISO_8859_1);
    List<Integer> statuses = new ArrayList<>();
    Matcher matcher = STATUS.matcher(text);
    while (matcher.find()) {
      statuses.add(Integer.parseInt(matcher.group(1)));
    }
    return new RawExchange(
        statuses, text, ended, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
  }

  private static void write(Socket socket, FuzzCase fuzz) {
    try {
      OutputStream out = socket.getOutputStream();
      for (byte[] piece : fuzz.pieces()) {
        out.write(piece);
        out.flush();
        if (fuzz.pauseMs() > 0) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(fuzz.pauseMs()));
        }
      }
      if (fuzz.end() == FuzzCase.End.STOPS_SENDING) {
        socket.shutdownOutput();
      }
    } catch (IOException e) {
      // The server may answer and close before it has read all.
    }
  }

  private static boolean read(
      InputStream in, Socket socket, ByteArrayOutputStream into, long untilNanos)
      throws IOException {
    byte[] buffer = new byte[16 << 10];
    while (true) {
      long leftMs = TimeUnit.NANOSECONDS.toMillis(untilNanos - System.nanoTime());
      if (leftMs <= 0) {
        return false;
      }
      socket.setSoTimeout((int) leftMs);
      try {
        int count = in.read(buffer);
        if (count < 0) {
          return true;
        }
        into.write(buffer, 0, count);
      } catch (SocketTimeoutException e) {
        return false;
      } catch (IOException e) {
        return true;
      }
    }
  }
}
