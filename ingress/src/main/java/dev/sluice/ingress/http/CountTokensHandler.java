package dev.sluice.ingress.http;

import dev.sluice.dialects.anthropic.AnthropicDialect;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.ingress.error.ErrorResponses;
import dev.sluice.ingress.metric.IngressMetric;
import dev.sluice.ingress.request.InputEstimate;
import dev.sluice.ingress.virtualkey.KeyHolder;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.config.Resolution;
import dev.sluice.schemas.fault.WithoutMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the input tokens of a request in Anthropic's dialect without calling a provider: what its
 * answer says is an estimate, and a header says so. For one event loop.
 */
final class CountTokensHandler {
  private static final Logger LOG = LoggerFactory.getLogger(CountTokensHandler.class);

  private final Collaborators with;
  private final OpenOnLoop open;
  private final Intake intake;
  private final AnthropicDialect dialect = new AnthropicDialect();

  CountTokensHandler(Collaborators with, OpenOnLoop open, Intake intake) {
    this.with = with;
    this.open = open;
    this.intake = intake;
  }

  /** What came of counting. */
  private sealed interface Counted {
    record Tokens(long input) implements Counted {}

    record Refused(ErrorReply error) implements Counted {}
  }

  /** Handles a request whose caller is known. */
  void handle(Incoming in, KeyHolder holder, GatewayConfig config) {
    intake.take(in, holder, config, this::complete);
  }

  private void complete(Intake.Head head, byte[] body, long taken) {
    boolean offered =
        with.counting()
            .offer(() -> {
              Counted counted = counted(head, body);
              open.later(() -> answer(head.in(), counted, taken));
            });
    if (!offered) {
      with.metrics().count(IngressMetric.REFUSED_FULL, "counts");
      answer(head.in(), new Counted.Refused(head.in().surface().errors().full()), taken);
    }
  }

  /** Never throws. */
  private Counted counted(Intake.Head head, byte[] body) {
    try {
      return count(head, body);
    } catch (RuntimeException e) {
      String requestId = head.in().requestId();
      LOG.atError()
          .addKeyValue("requestId", requestId)
          .setCause(WithoutMessage.of(e))
          .log("The tokens of a request could not be counted");
      return new Counted.Refused(head.in().surface().errors().internal(requestId));
    }
  }

  private Counted count(Intake.Head head, byte[] body) {
    ErrorResponses errors = head.in().surface().errors();
    return switch (dialect.readToCount(body)) {
      case ReadRequest.Refused refused ->
          new Counted.Refused(
              errors.refused(refused, new ReplyContext(head.in().requestId(), "", 0, false)));
      case ReadRequest.Parsed parsed ->
          switch (ModelAccess.of(
              parsed.requestedModel(), head.caller().holder(), head.config(), errors)) {
            case ModelAccess.Refused(ErrorReply error) -> new Counted.Refused(error);
            case ModelAccess.Granted(Resolution.Chain chain) ->
                new Counted.Tokens(
                    InputEstimate.of(
                        chain.deployments().getFirst().providerModel(), parsed.request()));
          };
    };
  }

  private void answer(Incoming in, Counted counted, long taken) {
    with.bounds().giveBytesBack(taken);
    if (in.request().response().closed()) {
      intake.gone(in);
      return;
    }
    switch (counted) {
      case Counted.Refused(ErrorReply error) -> intake.refuse(in, error);
      case Counted.Tokens(long input) -> {
        with.metrics().request(in.route(), 200, "delivered");
        in.request().response().putHeader(Headers.USAGE, Headers.ESTIMATED);
        byte[] json = new JsonText(32).object().field("input_tokens", input).endObject().bytes();
        Answers.json(in.request(), in.requestId(), json);
      }
    }
  }
}
