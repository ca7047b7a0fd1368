package dev.sluice.ingress.http;

import dev.sluice.dialects.canonical.CanonicalCodec;
import dev.sluice.ingress.audit.CallerRefusals;
import dev.sluice.ingress.metric.IngressMetrics;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.control.ConfigCommand;
import dev.sluice.schemas.kafka.BrokerClock;
import dev.sluice.schemas.request.InferenceRequest;
import dev.sluice.schemas.serde.Codec;
import dev.sluice.schemas.serde.Codecs;
import dev.sluice.schemas.topic.TopicSizing;
import dev.sluice.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real HTTP server on a free port in front of a {@link FakePipeline}. */
final class RunningIngress implements AutoCloseable {
  final FakePipeline pipeline;
  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  final Bounds bounds;

  /** What is to be written down of refused requests. */
  final List<ConfigCommand> refused = new CopyOnWriteArrayList<>();

  volatile GatewayConfig config = TestConfig.simple();
  volatile Serving.State state = Serving.State.Open.INSTANCE;
  private boolean stopped;
  private final IngressServer server;
  private final LargeWork largeWork = new LargeWork(1, 16);
  private final LargeWork counting = new LargeWork(1, 16);

  RunningIngress() {
    this(
        new Collaborators.Limits("ingress-1", "sluice.replies", 1 << 20, 2, 300_000_000L, 8 << 20));
  }

  RunningIngress(Collaborators.Limits limits) {
    this(limits, new Bounds(100, 64 << 20));
  }

  RunningIngress(Collaborators.Limits limits, Bounds bounds) {
    this.bounds = bounds;
    Topics topics = new Topics(Topics.DEFAULT_PREFIX, TopicSizing.embedded(4 << 20));
    Codec<InferenceRequest> codec = Codecs.of("mock://ingress").of(topics.requests());
    pipeline = new FakePipeline(codec);
    CanonicalCodec canonical = new CanonicalCodec();
    InstantSource clock = InstantSource.system();
    Collaborators with =
        new Collaborators(
            limits,
            () -> config,
            Surfaces.all(canonical),
            canonical,
            codec,
            pipeline,
            pipeline,
            pipeline,
            pipeline.pending,
            bounds,
            largeWork,
            counting,
            new CallerRefusals(refused::add, clock),
            new IngressMetrics(new SimpleMeterRegistry()),
            new BrokerClock(clock),
            clock);
    server =
        switch (IngressServer.start(with, () -> state, "127.0.0.1", 0, 2)) {
          case IngressServer.Outcome.Listening(IngressServer listening) -> listening;
          case IngressServer.Outcome.Failed(Throwable cause) -> throw new AssertionError(cause);
        };
  }

  int port() {
    return server.port();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(20))
        .header("authorization", "Bearer " + TestConfig.KEY);
  }

  HttpRequest.Builder chat(String body) {
    return request("/v1/chat/completions")
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  static String body(boolean stream, String more) {
    return """
    {"model":"assistant","messages":[{"role":"user","content":"Say hi"}],"stream":%s%s}\
    """
        .formatted(stream, more);
  }

  /** Stops the server; once. */
  void stop(Duration drainTimeout) {
    if (!stopped) {
      stopped = true;
      server.drain(drainTimeout);
      server.close();
    }
  }

  @Override
  public void close() {
    stop(Duration.ofMillis(200));
    largeWork.close();
    counting.close();
    client.close();
  }
}
