package dev.sluice.ingress.http;

import dev.sluice.ingress.metric.IngressMetric;
import dev.sluice.ingress.request.Caller;
import dev.sluice.schemas.reply.Delivery;
import dev.sluice.schemas.reply.DeliveryEnd;
import dev.sluice.schemas.request.Cancel;
import dev.sluice.schemas.request.CancelReason;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is noted about one exchange and told when it ends: the delivery, the metrics and the line of
 * the access log. On its event loop only.
 */
final class ExchangeRecord {
  private static final Logger ACCESS = LoggerFactory.getLogger("dev.sluice.ingress.access");

  /** How much longer than the deadline a cancel is remembered. */
  private static final long REMEMBER_MS = 5000;

  private final Collaborators with;
  private final String route;
  private final Caller caller;
  private final String model;
  private final boolean stream;
  private final long receivedNanos;
  private long firstByteNanos;
  private int frames;
  private String attemptId = "";
  private String errorKind = "";
  private DeliveryEnd end = DeliveryEnd.NONE;

  ExchangeRecord(Collaborators with, Incoming in, Caller caller, String model, boolean stream) {
    this.with = with;
    this.route = in.route();
    this.caller = caller;
    this.model = model;
    this.stream = stream;
    this.receivedNanos = in.receivedNanos();
  }

  String requestId() {
    return caller.requestId();
  }

  void frame() {
    frames++;
  }

  int frames() {
    return frames;
  }

  void follow(String attempt) {
    attemptId = attempt;
  }

  void firstByte() {
    if (firstByteNanos == 0) {
      firstByteNanos = System.nanoTime();
    }
  }

  void end(DeliveryEnd how, String kind) {
    end = how;
    errorKind = kind;
  }

  DeliveryEnd end() {
    return end;
  }

  /** Tells the others to stop. */
  void cancel(CancelReason reason, long leftMs) {
    Cancel cancel = new Cancel();
    cancel.setRequestId(caller.requestId());
    cancel.setAccount(caller.holder().account());
    cancel.setAttemptId("");
    cancel.setReason(reason);
    cancel.setRememberUntilMs(with.brokerClock().nowMs() + Math.max(0, leftMs) + REMEMBER_MS);
    with.metrics().count(IngressMetric.CANCELS, lower(reason));
    with.outcomes().cancel(cancel);
  }

  /** The exchange is over. */
  void finish(DeliveryEnd how, int status, long bytes) {
    long took = System.nanoTime() - receivedNanos;
    with.metrics().request(route, status, lower(how));
    with.metrics().duration(stream, took);
    if (firstByteNanos != 0) {
      with.metrics().firstByte(stream, firstByteNanos - receivedNanos);
    }
    with.outcomes().delivered(delivery(how, status, bytes, took));
    if (ACCESS.isInfoEnabled()) {
      ACCESS
          .atInfo()
          .addKeyValue("requestId", caller.requestId())
          .addKeyValue("project", caller.holder().project())
          .addKeyValue("virtualKeyId", caller.holder().keyId())
          .addKeyValue("requestedModel", model)
          .addKeyValue("attempt", attemptId)
          .addKeyValue("outcome", how)
          .addKeyValue("statusCode", status)
          .addKeyValue("latencyMs", TimeUnit.NANOSECONDS.toMillis(took))
          .addKeyValue("error", errorKind)
          .log("Request finished");
    }
  }

  private Delivery delivery(DeliveryEnd how, int status, long bytes, long took) {
    Delivery delivery = new Delivery();
    delivery.setRequestId(caller.requestId());
    delivery.setAccount(caller.holder().account());
    delivery.setProject(caller.holder().project());
    delivery.setIngress(with.limits().instanceId());
    delivery.setEnd(how);
    delivery.setHttpStatus(status);
    delivery.setAttemptId(attemptId);
    delivery.setStream(stream);
    delivery.setFrames(frames);
    delivery.setBytes(bytes);
    delivery.setReceivedAtMs(caller.receivedAtMs());
    delivery.setFirstByteMs(firstByteMs());
    delivery.setEndedMs(TimeUnit.NANOSECONDS.toMillis(took));
    delivery.setErrorKind(errorKind);
    return delivery;
  }

  private @Nullable Long firstByteMs() {
    return firstByteNanos == 0
        ? null
        : TimeUnit.NANOSECONDS.toMillis(firstByteNanos - receivedNanos);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
