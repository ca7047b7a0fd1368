package dev.sluice.provider.calls;

import dev.sluice.schemas.attempt.AttemptEvent;
import dev.sluice.schemas.attempt.AttemptEventKind;
import dev.sluice.schemas.attempt.AttemptStatus;
import dev.sluice.schemas.attempt.Dispatch;
import dev.sluice.schemas.attempt.FailedAttempt;
import dev.sluice.schemas.attempt.FailedFate;
import dev.sluice.schemas.batch.BatchReply;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.reply.FrameKind;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.request.Envelope;
import dev.sluice.schemas.request.Payload;
import dev.sluice.schemas.usage.TokenUsage;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records that tell about one attempt, with what they share filled in. */
public final class AttemptRecords {
  private static final int MESSAGE_CHARS = 500;

  private final Attempt attempt;
  private final String worker;
  private volatile List<String> dropped = List.of();

  public AttemptRecords(Attempt attempt, String worker) {
    this.attempt = attempt;
    this.worker = worker;
  }

  /** The provider is not told these parameters of the caller; its first frame says so. */
  void dropped(List<String> names) {
    dropped = names;
  }

  /** The attempt is in hand. */
  public AttemptEvent started() {
    return event(AttemptEventKind.STARTED, AttemptStatus.NONE, attempt.startedAtMs());
  }

  /** The first content frame has been sent. */
  AttemptEvent firstContent(long atMs, long ttftMs) {
    AttemptEvent event = event(AttemptEventKind.FIRST_CONTENT, AttemptStatus.NONE, atMs);
    event.setContentShown(true);
    event.setTtftMs(ttftMs);
    event.setLatencyMs(ttftMs);
    return event;
  }

  /** What the provider's side of the end looked like. */
  record Facts(
      int providerStatus,
      String providerRequestId,
      String reportedModel,
      boolean contentShown,
      @Nullable Long ttftMs,
      long latencyMs,
      int chunks) {}

  /** The attempt is over. */
  AttemptEvent outcome(
      AttemptStatus status,
      @Nullable ErrorInfo error,
      Facts facts,
      TokenUsage usage,
      Cost cost,
      long atMs) {
    AttemptEvent event = event(AttemptEventKind.OUTCOME, status, atMs);
    event.setUsage(usage);
    event.setCostNanoUsd(cost.own());
    event.setProviderStatus(facts.providerStatus());
    event.setProviderRequestId(facts.providerRequestId());
    event.setReportedModel(facts.reportedModel());
    event.setContentShown(facts.contentShown());
    event.setTtftMs(facts.ttftMs());
    event.setLatencyMs(facts.latencyMs());
    event.setChunks(facts.chunks());
    if (error != null) {
      event.setErrorKind(error.getKind());
      event.setErrorMessage(bounded(error.getMessage()));
      if (event.getProviderStatus() == 0) {
        event.setProviderStatus(error.getProviderStatus());
      }
    }
    return event;
  }

  /** The attempt failed without having shown anything, or was not made at all. */
  public FailedAttempt failed(
      FailedFate fate, ErrorInfo error, boolean tryElsewhere, @Nullable Long costNanoUsd) {
    return failed(fate, error, tryElsewhere, costNanoUsd, 0);
  }

  FailedAttempt failed(
      FailedFate fate,
      ErrorInfo error,
      boolean tryElsewhere,
      @Nullable Long costNanoUsd,
      long latencyMs) {
    Dispatch dispatch = attempt.dispatch();
    var failed = new FailedAttempt();
    failed.setRequestId(attempt.requestId());
    failed.setAccount(attempt.envelope().getAccount());
    failed.setAttemptId(attempt.id());
    failed.setAttemptNumber(dispatch.getAttemptNumber());
    failed.setDeployment(dispatch.getDeployment());
    failed.setWorker(worker);
    failed.setFate(fate);
    failed.setError(error);
    failed.setContentShown(false);
    failed.setTryElsewhere(tryElsewhere);
    failed.setCostNanoUsd(costNanoUsd);
    failed.setUnpriced(costNanoUsd == null);
    failed.setStartedAtMs(attempt.startedAtMs());
    failed.setLatencyMs(latencyMs);
    failed.setOwnerEpoch(dispatch.getOwnerEpoch());
    failed.setHistory(dispatch.getHistory());
    return failed;
  }

  /** Events of a running stream. */
  ReplyFrame chunk(int sequence, boolean content, byte[] events, String encoding, long atMs) {
    ReplyFrame frame = frame(FrameKind.CHUNK, sequence, atMs);
    frame.setContent(content);
    frame.setPayload(new Payload(encoding, ByteBuffer.wrap(events)));
    return frame;
  }

  /** The end of a stream, or with a payload a whole reply. */
  ReplyFrame last(
      FrameKind kind,
      int sequence,
      @Nullable Payload payload,
      String reportedModel,
      TokenUsage usage,
      Cost cost,
      long atMs) {
    ReplyFrame frame = frame(kind, sequence, atMs);
    frame.setPayload(payload);
    frame.setContent(true);
    frame.setFinal$(true);
    frame.setReportedModel(reportedModel);
    frame.setUsage(usage);
    frame.setCostNanoUsd(cost.ofRequest());
    return frame;
  }

  /** The terminal error of a reply whose content the caller has seen. */
  ReplyFrame error(int sequence, ErrorInfo error, TokenUsage usage, Cost cost, long atMs) {
    ReplyFrame frame = frame(FrameKind.ERROR, sequence, atMs);
    frame.setFinal$(true);
    frame.setError(error);
    frame.setUsage(usage);
    frame.setCostNanoUsd(cost.ofRequest());
    return frame;
  }

  /** The reply to a batch request. */
  BatchReply batchReply(int status, String body, Cost cost, long atMs) {
    Envelope envelope = attempt.envelope();
    var reply = new BatchReply();
    reply.setCustomId(envelope.getCustomId());
    reply.setRequestId(envelope.getRequestId());
    reply.setStatus(status);
    reply.setBody(body);
    reply.setDeployment(attempt.dispatch().getDeployment());
    reply.setAttempts(attempt.dispatch().getAttemptNumber());
    reply.setCostNanoUsd(cost.ofRequest());
    reply.setSource(envelope.getSource());
    reply.setAtMs(atMs);
    reply.setDropped(dropped);
    return reply;
  }

  private ReplyFrame frame(FrameKind kind, int sequence, long atMs) {
    Dispatch dispatch = attempt.dispatch();
    var frame = new ReplyFrame();
    frame.setRequestId(attempt.requestId());
    frame.setAttemptId(attempt.id());
    frame.setAttemptNumber(dispatch.getAttemptNumber());
    frame.setSequence(sequence);
    frame.setKind(kind);
    frame.setDeployment(dispatch.getDeployment());
    frame.setReportedModel("");
    frame.setPriceVersion(dispatch.getPriceVersion());
    frame.setAttempts(dispatch.getAttemptNumber());
    frame.setSentAtMs(atMs);
    frame.setNotes(sequence == 0 || kind != FrameKind.CHUNK ? dispatch.getNotes() : null);
    frame.setDropped(sequence == 0 ? dropped : List.of());
    return frame;
  }

  private AttemptEvent event(AttemptEventKind kind, AttemptStatus status, long atMs) {
    Dispatch dispatch = attempt.dispatch();
    Envelope envelope = attempt.envelope();
    var event = new AttemptEvent();
    event.setKind(kind);
    event.setAttemptId(attempt.id());
    event.setAttemptNumber(dispatch.getAttemptNumber());
    event.setRequestId(envelope.getRequestId());
    event.setAccount(envelope.getAccount());
    event.setProject(envelope.getProject());
    event.setVirtualKeyId(envelope.getVirtualKeyId());
    event.setUser(envelope.getUser());
    event.setTags(envelope.getTags());
    event.setClientDialect(envelope.getClientDialect());
    event.setRequestedModel(envelope.getRequestedModel());
    event.setDeployment(dispatch.getDeployment());
    event.setProvider(dispatch.getProvider());
    event.setProviderModel(dispatch.getProviderModel());
    event.setReportedModel("");
    event.setStream(envelope.getStream());
    event.setBatch(attempt.batch());
    event.setWorker(worker);
    event.setStatus(status);
    event.setErrorKind("");
    event.setErrorMessage("");
    event.setProviderRequestId("");
    event.setDispatchedAtMs(attempt.dispatchedAtMs());
    event.setStartedAtMs(attempt.startedAtMs());
    event.setAtMs(atMs);
    event.setPriceVersion(dispatch.getPriceVersion());
    event.setInputTokensBound(dispatch.getInputTokensBound());
    event.setOutputLimit(dispatch.getOutputLimit());
    event.setChoices(envelope.getChoices());
    event.setReservedNanoUsd(dispatch.getReservedNanoUsd());
    event.setDeadlineAtMs(dispatch.getDeadlineAtMs());
    event.setCorrectionId("");
    event.setReason("");
    return event;
  }

  private static String bounded(String message) {
    return message.length() <= MESSAGE_CHARS ? message : message.substring(0, MESSAGE_CHARS);
  }
}
