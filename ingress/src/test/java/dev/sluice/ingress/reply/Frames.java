package dev.sluice.ingress.reply;

import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import dev.sluice.schemas.reply.FrameKind;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.request.Payload;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reply frames for tests. */
public final class Frames {
  private Frames() {}

  public static ReplyFrame frame(String requestId, int attempt, int sequence, FrameKind kind) {
    ReplyFrame frame = ReplyFrame.newBuilder().build();
    frame.setRequestId(requestId);
    frame.setAttemptId(attempt == 0 ? "" : requestId + "-" + attempt);
    frame.setAttemptNumber(attempt);
    frame.setSequence(sequence);
    frame.setKind(kind);
    frame.setContent(false);
    frame.setDeployment(attempt == 0 ? "" : "provider-" + attempt + "/model");
    frame.setReportedModel("");
    frame.setPriceVersion("");
    frame.setAttempts(attempt);
    frame.setSentAtMs(0L);
    frame.setFinal$(kind != FrameKind.CHUNK && kind != FrameKind.HEAD);
    return frame;
  }

  public static ReplyFrame chunk(String requestId, int attempt, int sequence, boolean content) {
    ReplyFrame frame = frame(requestId, attempt, sequence, FrameKind.CHUNK);
    frame.setContent(content);
    return frame;
  }

  public static ReplyFrame with(ReplyFrame frame, String encoding, byte[] bytes) {
    Payload payload = new Payload();
    payload.setEncoding(encoding);
    payload.setBytes(ByteBuffer.wrap(bytes));
    frame.setPayload(payload);
    return frame;
  }

  public static ReplyFrame error(String requestId, int attempt, int sequence, ErrorKind kind) {
    return error(requestId, attempt, sequence, info(kind, "it failed"), null);
  }

  public static ReplyFrame error(
      String requestId, int attempt, int sequence, ErrorInfo info, @Nullable Long cost) {
    ReplyFrame frame = frame(requestId, attempt, sequence, FrameKind.ERROR);
    frame.setError(info);
    frame.setCostNanoUsd(cost);
    return frame;
  }

  public static ErrorInfo info(ErrorKind kind, String message) {
    ErrorInfo info = new ErrorInfo();
    info.setKind(kind.wireName());
    info.setMessage(message);
    info.setStage("provider");
    info.setBody("");
    return info;
  }
}
