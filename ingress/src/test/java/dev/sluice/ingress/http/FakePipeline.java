package dev.sluice.ingress.http;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ProviderReply;
import dev.sluice.dialects.api.StreamReader;
import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.dialects.sse.SseEvent;
import dev.sluice.ingress.publish.OutcomeLog;
import dev.sluice.ingress.publish.Publication;
import dev.sluice.ingress.publish.PublishOutcome;
import dev.sluice.ingress.publish.RequestLog;
import dev.sluice.ingress.reply.Frames;
import dev.sluice.ingress.reply.PendingReplies;
import dev.sluice.ingress.reply.ReplyLane;
import dev.sluice.ingress.reply.ReplyPartitions;
import dev.sluice.ingress.reply.ReplySource;
import dev.sluice.schemas.reply.Delivery;
import dev.sluice.schemas.reply.FrameKind;
import dev.sluice.schemas.reply.ReplyFrame;
import dev.sluice.schemas.request.Cancel;
import dev.sluice.schemas.request.InferenceRequest;
import dev.sluice.schemas.serde.Codec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The rest of Sluice in memory: keeps what is published, and answers as a test wants. */
final class FakePipeline implements RequestLog, OutcomeLog, ReplySource {
  private static final ProviderCall CALL = new ProviderCall("echo", "simulator", null, true);

  final PendingReplies pending = new PendingReplies();
  final BlockingQueue<InferenceRequest> published = new LinkedBlockingQueue<>();
  final List<Cancel> cancels = new CopyOnWriteArrayList<>();
  final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  volatile PublishOutcome outcome = PublishOutcome.ACCEPTED;
  volatile boolean full;
  volatile boolean positionKnown = true;
  volatile Consumer<InferenceRequest> responder = request -> {};

  private final Codec<InferenceRequest> codec;
  private final CanonicalCodec canonical = new CanonicalCodec();
  private final OpenAiDialect dialect = new OpenAiDialect();

  FakePipeline(Codec<InferenceRequest> codec) {
    this.codec = codec;
  }

  @Override
  public boolean offer(Publication publication) {
    if (full) {
      return false;
    }
    PublishOutcome now = outcome;
    InferenceRequest request = codec.decode(publication.value());
    Thread.startVirtualThread(() -> {
      publication.listener().published(now);
      published.add(request);
      responder.accept(request);
    });
    return true;
  }

  @Override
  public String problem() {
    return "";
  }

  @Override
  public void cancel(Cancel cancel) {
    cancels.add(cancel);
  }

  @Override
  public void delivered(Delivery delivery) {
    deliveries.add(delivery);
  }

  @Override
  public Optional<ReplyPartitions> partitions() {
    return positionKnown ? Optional.of(new ReplyPartitions(0, 1)) : Optional.empty();
  }

  @Override
  public void close() {
    // nothing to close
  }

  /** The next request that was published. */
  InferenceRequest next() throws InterruptedException {
    InferenceRequest request = published.poll(5, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request was published");
    }
    return request;
  }

  /** Brings frames in one burst. */
  synchronized void send(ReplyFrame... frames) {
    for (ReplyFrame frame : frames) {
      pending
          .find(frame.getRequestId())
          .ifPresent(receiver -> {
            ReplyLane lane = receiver.lane();
            lane.add(receiver, frame);
            try {
              lane.send();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          });
    }
  }

  /** A whole reply with this text. */
  ReplyFrame whole(String requestId, int attempt, String text, long costNanoUsd) {
    String json =
        """
        {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"echo",\
        "choices":[{"index":0,"message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}],\
        "usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}\
        """
            .formatted(text);
    return whole(requestId, attempt, json, costNanoUsd, "simulator/echo");
  }

  /** A whole reply that calls this function. */
  ReplyFrame calling(
      String requestId, int attempt, String callId, String function, String arguments) {
    String json =
        """
        {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"echo",\
        "choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[\
        {"id":"%s","type":"function","function":{"name":"%s","arguments":"%s"}}]},\
        "finish_reason":"tool_calls"}],\
        "usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}\
        """
            .formatted(callId, function, arguments.replace("\"", "\\\""));
    return whole(requestId, attempt, json, 0, "simulator/echo");
  }

  private ReplyFrame whole(
      String requestId, int attempt, String json, long costNanoUsd, String deployment) {
    ProviderReply reply = dialect.reply(CALL, 200, Map.of(), json.getBytes(StandardCharsets.UTF_8));
    ReplyFrame frame = Frames.frame(requestId, attempt, 0, FrameKind.WHOLE);
    frame.setContent(true);
    frame.setDeployment(deployment);
    frame.setCostNanoUsd(costNanoUsd);
    return Frames.with(
        frame,
        CanonicalCodec.REPLY_ENCODING,
        canonical.encode(((ProviderReply.Succeeded) reply).reply()));
  }

  /** A streamed reply of these words: head, one frame each, end. */
  List<ReplyFrame> stream(String requestId, int attempt, long costNanoUsd, String... words) {
    StreamReader reader = dialect.stream(CALL);
    ReplyFrame[] frames = new ReplyFrame[words.length + 3];
    frames[0] =
        chunk(
            reader,
            requestId,
            attempt,
            0,
            false,
            delta("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
    for (int i = 0; i < words.length; i++) {
      frames[i + 1] =
          chunk(
              reader,
              requestId,
              attempt,
              i + 1,
              true,
              delta("{\"content\":\"" + words[i] + "\"}", "null"));
    }
    int n = words.length + 1;
    frames[n] = chunk(reader, requestId, attempt, n, true, delta("{}", "\"stop\""));
    ReplyFrame usage =
        chunk(
            reader,
            requestId,
            attempt,
            n + 1,
            false,
            """
            {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"echo",\
            "choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}\
            """);
    usage.setKind(FrameKind.END);
    usage.setFinal$(true);
    usage.setCostNanoUsd(costNanoUsd);
    frames[n + 1] = usage;
    return Arrays.asList(frames);
  }

  private ReplyFrame chunk(
      StreamReader reader,
      String requestId,
      int attempt,
      int sequence,
      boolean content,
      String json) {
    ReplyFrame frame = Frames.chunk(requestId, attempt, sequence, content);
    frame.setDeployment("simulator/echo");
    return Frames.with(
        frame, CanonicalCodec.EVENTS_ENCODING, canonical.encode(reader.read(SseEvent.of(json))));
  }

  private static String delta(String delta, String finish) {
    return """
    {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"echo",\
    "choices":[{"index":0,"delta":%s,"finish_reason":%s}]}\
    """
        .formatted(delta, finish);
  }
}
