package dev.sluice.ingress.reply;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The open exchanges of this process by request id. Safe for any thread. */
public final class PendingReplies {
  private final ConcurrentMap<String, ReplyReceiver> receivers = new ConcurrentHashMap<>(4096);

  /** Opens an exchange; its frames arrive from now on. */
  public void open(String requestId, ReplyReceiver receiver) {
    receivers.put(requestId, receiver);
  }

  /** Closes an exchange; later frames of it are ignored. */
  public void close(String requestId) {
    receivers.remove(requestId);
  }

  /** The exchange of a request, empty where this process does not know it or has answered it. */
  public Optional<ReplyReceiver> find(String requestId) {
    return Optional.ofNullable(receivers.get(requestId));
  }

  /** How many are open. */
  public int size() {
    return receivers.size();
  }
}
