package dev.sluice.ingress.http;

import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.ingress.reply.ReplyPartitions;
import dev.sluice.ingress.request.Attribution;
import dev.sluice.ingress.request.Caller;
import dev.sluice.schemas.request.ReplyAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a body to the record that is published, or to the answer that says why not. Pure but for its
 * logging; safe for any thread.
 */
final class Understanding {
  private static final Logger LOG = LoggerFactory.getLogger(Understanding.class);

  private final Collaborators with;

  Understanding(Collaborators with) {
    this.with = with;
  }

  /** What a body means. */
  sealed interface Outcome {
    /** A request to be published. */
    @SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
    record Ready(ReplyContext context, boolean stream, byte[] value) implements Outcome {}

    /** An answer at once. */
    record Refused(ErrorReply error) implements Outcome {}
  }

  /** Understands a body; never throws. */
  Outcome of(byte[] body, Intake.Head head) {
    Surface surface = head.in().surface();
    Caller caller = head.caller();
    try {
      return switch (surface.dialect().read(head.in().target(), body)) {
        case ReadRequest.Refused refused -> refused(refused, head);
        case ReadRequest.Parsed parsed ->
            switch (ModelAccess.of(
                parsed.requestedModel(), caller.holder(), head.config(), surface.errors())) {
              case ModelAccess.Refused(ErrorReply error) -> new Outcome.Refused(error);
              case ModelAccess.Granted granted -> attributed(parsed, body.length, head);
            };
      };
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("requestId", caller.requestId())
          .setCause(e)
          .log("A request could not be understood");
      return new Outcome.Refused(surface.errors().internal(caller.requestId()));
    }
  }

  private static Outcome refused(ReadRequest.Refused refused, Intake.Head head) {
    return new Outcome.Refused(
        head.in().surface().errors().refused(refused, context(head.caller(), "", false)));
  }

  private Outcome attributed(ReadRequest.Parsed parsed, int bodyBytes, Intake.Head head) {
    return switch (Attribution.of(parsed.request(), head.caller())) {
      case Attribution.Outcome.Wrong(String param, String message) -> {
        Caller caller = head.caller();
        with.refusals().refused(caller.holder().keyId(), caller.requestId(), message);
        yield refused(
            new ReadRequest.Refused(
                List.of(new ReadRequest.FieldError(param, message, "invalid_value"))),
            head);
      }
      case Attribution.Outcome.Read(Attribution attribution) ->
          record(parsed, bodyBytes, head, attribution);
    };
  }

  private Outcome record(
      ReadRequest.Parsed parsed, int bodyBytes, Intake.Head head, Attribution attribution) {
    Surface surface = head.in().surface();
    Caller caller = head.caller();
    Optional<ReplyPartitions> partitions = with.replies().partitions();
    if (partitions.isEmpty()) {
      return new Outcome.Refused(surface.errors().notReady("replies are not read yet"));
    }
    ReplyAddress replyTo = new ReplyAddress();
    replyTo.setTopic(with.limits().repliesTopic());
    replyTo.setPartition(partitions.get().choose(caller.requestId().hashCode()));
    replyTo.setInstance(with.limits().instanceId());
    replyTo.setKey("");
    long spentMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - head.in().receivedNanos());
    long budgetMs = Math.max(1, caller.headers().deadlineMs() - spentMs);
    parsed.request().setHeaders(head.carried());
    byte[] value =
        with.requestCodec()
            .encode(
                surface
                    .records()
                    .of(parsed.request(), bodyBytes, caller, attribution, budgetMs, replyTo));
    return new Outcome.Ready(
        context(caller, parsed.requestedModel(), parsed.includeUsage())
            .withEcho(surface.dialect().echo(parsed.request())),
        parsed.stream(),
        value);
  }

  private static ReplyContext context(Caller caller, String model, boolean includeUsage) {
    return new ReplyContext(caller.requestId(), model, caller.receivedAtMs() / 1000, includeUsage);
  }
}
