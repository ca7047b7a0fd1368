package dev.sluice.provider.calls;

import dev.sluice.schemas.error.ErrorKind;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.HttpClosedException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** What a failed connection or request means. Pure. */
final class TransportFailures {
  private TransportFailures() {}

  /** Kind of a failure before the head of the answer. */
  static ErrorKind kindOf(Throwable failure, CallState state) {
    boolean connecting = state instanceof CallState.Connecting;
    return connecting && isTimeout(failure)
        ? ErrorKind.CONNECT_TIMEOUT
        : ErrorKind.PROVIDER_UNREACHABLE;
  }

  /** A sentence about it, without addresses. */
  static String reasonOf(Throwable failure, CallState state) {
    String when =
        state instanceof CallState.Connecting
            ? "no connection to the provider: "
            : "connection to the provider broke: ";
    return when + reasonOf(failure);
  }

  private static String reasonOf(Throwable failure) {
    return switch (failure) {
      case UnknownHostException ignored -> "its host name is not known";
      case ConnectTimeoutException ignored -> "it timed out";
      case TimeoutException ignored -> "it timed out";
      case SSLException ignored -> "TLS failed";
      case ConnectException ignored -> "it was refused";
      case HttpClosedException ignored -> "it was closed";
      case SocketException ignored -> "it was reset";
      default -> failure.getClass().getSimpleName();
    };
  }

  private static boolean isTimeout(Throwable failure) {
    return failure instanceof ConnectTimeoutException || failure instanceof TimeoutException;
  }
}
