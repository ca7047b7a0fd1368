package dev.sluice.simulator.fault;

import dev.sluice.simulator.dialect.Refusal.Reason;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can go wrong with a call. */
public enum Fault {
  BAD_REQUEST("400", Reason.INVALID_REQUEST),
  CONTEXT_LENGTH("context", Reason.CONTEXT_LENGTH),
  UNAUTHORIZED("401", Reason.AUTHENTICATION),
  FORBIDDEN("403", Reason.PERMISSION),
  NO_MODEL("404", Reason.NOT_FOUND),
  TOO_LARGE("413", Reason.TOO_LARGE),
  RATE_LIMITED("429", Reason.RATE_LIMIT),
  SERVER_ERROR("500", Reason.SERVER_ERROR),
  BAD_GATEWAY("502", Reason.BAD_GATEWAY),
  UNAVAILABLE("503", Reason.UNAVAILABLE),
  GATEWAY_TIMEOUT("504", Reason.GATEWAY_TIMEOUT),
  OVERLOADED("529", Reason.OVERLOADED),
  /** The call is accepted and never answered. */
  TIMEOUT("timeout"),
  /** The connection is reset instead of an answer. */
  RESET("reset"),
  /** The connection is closed in the middle of the answer. */
  CUT("cut"),
  /** JSON that stops in the middle, in the body or in an event of the stream. */
  MALFORMED("malformed"),
  /** The stream ends with the dialect's error event; a plain answer becomes a 500. */
  STREAM_ERROR("stream_error"),
  /** The answer leaves out its usage. */
  NO_USAGE("no_usage"),
  /** The answer arrives in small pieces that respect no boundary. */
  SLOW_BODY("slow_body"),
  /** Three times the asked output limit is generated. */
  OVERRUN("overrun");

  private final String wire;
  private final Optional<Reason> refusal;

  Fault(String wire) {
    this.wire = wire;
    this.refusal = Optional.empty();
  }

  Fault(String wire, Reason reason) {
    this.wire = wire;
    this.refusal = Optional.of(reason);
  }

  /** The reason of the error answer, where the fault is one. */
  public Optional<Reason> refusal() {
    return refusal;
  }

  /** The fault of a name such as {@code 429} or {@code cut}. */
  public static Optional<Fault> named(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(f -> f.wire.equals(wanted)).findFirst();
  }

  /** All names, for messages. */
  public static String names() {
    return String.join(", ", Arrays.stream(values()).map(f -> f.wire).toList());
  }
}
