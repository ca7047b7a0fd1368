package dev.sluice.ingress.http;

import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.StreamWriter;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.ingress.error.ErrorResponses;
import dev.sluice.ingress.metric.IngressMetric;
import dev.sluice.schemas.chat.CanonicalEvent;
import dev.sluice.schemas.chat.EventKind;
import dev.sluice.schemas.chat.ReplyEvents;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.request.Payload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reply as a stream of events. Its head is sent with the first events, so that a failure before
 * them keeps its HTTP status; after them a failure is one error event, and no end mark follows.
 */
final class StreamAnswer implements Answer {
  private static final Logger LOG = LoggerFactory.getLogger(StreamAnswer.class);
  private static final byte[] NOTHING = {};
  private static final byte[] END_MARK = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  private final Collaborators with;
  private final Exchange exchange;
  private final Surface surface;
  private final HttpServerRequest request;
  private final ReplyContext context;
  private final StreamWriter writer;
  private final StreamFraming framing;
  private final StreamOutput output;
  private final List<SseEvent> events = new ArrayList<>(8);
  private ReplyFacts facts = ReplyFacts.NONE;
  private int status = 200;
  private boolean headSent;
  private boolean usageSeen;
  private String dialect = "";
  private boolean ending;
  private boolean ended;

  StreamAnswer(Collaborators with, Exchange exchange, Incoming in, ReplyContext context) {
    this.with = with;
    this.exchange = exchange;
    this.surface = in.surface();
    this.request = in.request();
    this.context = context;
    this.writer = surface.dialect().stream(context);
    this.framing = in.framing();
    this.output =
        new StreamOutput(request.response(), with.limits().maxStreamBuffer(), exchange::written);
  }

  @Override
  public void piece(ReplyFrame frame) {
    Payload payload = frame.getPayload();
    if (payload == null || ending || ended) {
      return;
    }
    if (!headSent) {
      facts = facts.and(frame);
    }
    try {
      ReplyEvents read = with.canonical().events(Bytes.of(payload.getBytes()));
      usageSeen = usageSeen || tellsUsage(read);
      dialect = read.getDialect();
      events.addAll(writer.write(read));
    } catch (RuntimeException e) {
      unreadable(frame, e);
    }
  }

  private static boolean tellsUsage(ReplyEvents read) {
    for (CanonicalEvent event : read.getEvents()) {
      if (event.getKind() == EventKind.USAGE) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void finish(ReplyFrame frame) {
    if (ending || ended) {
      return;
    }
    facts = facts.and(frame);
    piece(frame);
    if (ending || ended) {
      return;
    }
    try {
      addMissingUsage(frame);
      events.addAll(
          writer.end(context.includeUsage() ? facts.usageFields(context.requestId()) : Map.of()));
      ending = true;
    } catch (RuntimeException e) {
      unreadable(frame, e);
    }
  }

  /** A caller who asked for the usage has it, also where the provider gave none: as estimated. */
  private void addMissingUsage(ReplyFrame frame) {
    if (context.includeUsage() && !usageSeen && frame.getUsage() != null) {
      CanonicalEvent usage =
          CanonicalEvent.newBuilder().setKind(EventKind.USAGE).setUsage(frame.getUsage()).build();
      events.addAll(
          writer.write(
              ReplyEvents.newBuilder().setDialect(dialect).setEvents(List.of(usage)).build()));
    }
  }

  @Override
  public void whole(ReplyFrame frame) {
    unreadable(frame, new IllegalStateException("a whole reply to a request for a stream"));
  }

  private void unreadable(ReplyFrame frame, RuntimeException why) {
    LOG.atError()
        .addKeyValue("requestId", context.requestId())
        .addKeyValue("attempt", frame.getAttemptId())
        .setCause(why)
        .log("A piece of a reply could not be translated");
    exchange.abandon();
    fail(
        ErrorResponses.info(
            ErrorKind.INTERNAL, "transform", "The reply of the provider could not be translated."),
        facts.and(frame));
  }

  @Override
  public void fail(ErrorInfo error, ReplyFacts failed) {
    if (ending || ended) {
      return;
    }
    if (headSent || !events.isEmpty()) {
      events.addAll(failure(error));
      ending = true;
      return;
    }
    ended = true;
    ErrorReply reply = surface.errors().of(error, context);
    status = reply.status();
    failed.putHead(request.response().headers(), surface.dialect(), with.clock().millis());
    exchange.firstByte();
    exchange.written(Answers.error(request, context.requestId(), reply));
  }

  /** An error event ends the stream; the end mark would say that the reply is complete. */
  private List<SseEvent> failure(ErrorInfo error) {
    List<SseEvent> told = writer.fail(ErrorResponses.forCaller(error, context.requestId()));
    return told.stream().filter(event -> !Arrays.equals(event.data(), END_MARK)).toList();
  }

  @Override
  public void flush() {
    if (ended || (events.isEmpty() && !ending)) {
      return;
    }
    sendHead();
    byte[] bytes = framed();
    exchange.wrote();
    if (ending) {
      ended = true;
    }
    if (!(ending ? output.end(bytes) : output.write(bytes))) {
      tooSlow();
    }
  }

  private byte[] framed() {
    byte[] bytes = framing.bytes(events);
    events.clear();
    byte[] end = ending ? framing.end() : NOTHING;
    if (end.length == 0) {
      return bytes;
    }
    byte[] both = Arrays.copyOf(bytes, bytes.length + end.length);
    System.arraycopy(end, 0, both, bytes.length, end.length);
    return both;
  }

  private void tooSlow() {
    ended = true;
    with.metrics().count(IngressMetric.SLOW_READERS, "stream");
    exchange.cutOff(ErrorKind.STREAM_BROKEN);
    ErrorInfo error =
        ErrorResponses.info(
            ErrorKind.STREAM_BROKEN,
            "response",
            "The stream was ended because it was read too slowly: more than "
                + with.limits().maxStreamBuffer()
                + " bytes waited.");
    events.addAll(failure(error));
    ending = true;
    output.cutOff(framed());
  }

  @Override
  public void keepAlive() {
    if (ending || ended) {
      return;
    }
    sendHead();
    if (!request.response().writeQueueFull()) {
      output.write(framing.keepAlive());
    }
  }

  private void sendHead() {
    if (headSent) {
      return;
    }
    headSent = true;
    HttpServerResponse response = request.response();
    response.setChunked(true);
    response.putHeader(Headers.CONTENT_TYPE, framing.contentType());
    response.putHeader(Headers.CACHE_CONTROL, Headers.NO_CACHE);
    response.putHeader(Headers.REQUEST_ID, context.requestId());
    facts.putHead(response.headers(), surface.dialect(), with.clock().millis());
    exchange.firstByte();
  }

  @Override
  public int status() {
    return status;
  }
}
