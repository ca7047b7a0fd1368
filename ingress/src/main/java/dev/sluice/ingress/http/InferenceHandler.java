package dev.sluice.ingress.http;

import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.ingress.metric.IngressMetric;
import dev.sluice.ingress.virtualkey.KeyHolder;
import dev.sluice.schemas.config.GatewayConfig;

/**
 * Calls of models: reads and understands the body, publishes the request and opens its exchange.
 * For one event loop.
 */
final class InferenceHandler {
  private final Collaborators with;
  private final OpenOnLoop open;
  private final Intake intake;
  private final Understanding understanding;

  InferenceHandler(Collaborators with, OpenOnLoop open, Intake intake) {
    this.with = with;
    this.open = open;
    this.intake = intake;
    this.understanding = new Understanding(with);
  }

  /** Handles a request whose caller is known. */
  void handle(Incoming in, KeyHolder holder, GatewayConfig config) {
    intake.take(in, holder, config, this::complete);
  }

  private void complete(Intake.Head head, byte[] body, long taken) {
    if (body.length <= LargeWork.LARGE_BYTES) {
      publish(head, understanding.of(body, head), taken);
      return;
    }
    boolean offered =
        with.largeWork()
            .offer(() -> {
              Understanding.Outcome understood = understanding.of(body, head);
              open.later(() -> publish(head, understood, taken));
            });
    if (!offered) {
      with.metrics().count(IngressMetric.REFUSED_FULL, "large_bodies");
      publish(head, new Understanding.Outcome.Refused(full(head)), taken);
    }
  }

  private void publish(Intake.Head head, Understanding.Outcome understood, long taken) {
    switch (understood) {
      case Understanding.Outcome.Refused(ErrorReply error) -> {
        with.bounds().giveBytesBack(taken);
        intake.refuse(head.in(), error);
      }
      case Understanding.Outcome.Ready ready -> {
        if (head.in().request().response().closed()) {
          with.bounds().giveBytesBack(taken);
          intake.gone(head.in());
        } else if (!with.bounds().enter()) {
          with.bounds().giveBytesBack(taken);
          with.metrics().count(IngressMetric.REFUSED_FULL, "in_flight");
          intake.refuse(head.in(), full(head));
        } else if (!start(head, ready, taken)) {
          with.bounds().leave();
          with.bounds().giveBytesBack(taken);
          with.metrics().count(IngressMetric.REFUSED_FULL, "sends");
          intake.refuse(head.in(), full(head));
        }
      }
    }
  }

  private boolean start(Intake.Head head, Understanding.Outcome.Ready ready, long taken) {
    Exchange exchange =
        new Exchange(with, open, head.in(), head.caller(), ready.context(), ready.stream(), taken);
    return exchange.start(head.caller().holder().account(), ready.value());
  }

  private static ErrorReply full(Intake.Head head) {
    return head.in().surface().errors().full();
  }
}
