package dev.sluice.bench.mode;

import dev.sluice.bench.load.Call;
import dev.sluice.bench.process.ChildProcess;
import dev.sluice.bench.process.JavaCommand;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The modes that do no work of a gateway: the provider alone, the proxy, the floor. */
final class BareModes {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern BROKER_READY = Pattern.compile("broker ready on (\\S+)");
  private static final String CHAT = "/v1/chat/completions";
  private static final String STREAMED_CHAT = "/clock/v1/chat/completions";
  private static final List<String> PROXY_HEAP = List.of("-Xms256m", "-Xmx256m", "-Xmn192m");
  private static final List<String> FLOOR_HEAP = List.of("-Xms1g", "-Xmx1g", "-Xmn700m");
  private static final List<String> BROKER_HEAP = List.of("-Xms512m", "-Xmx512m", "-Xmn300m");

  private final Providers providers;
  private final Path scratch;

  BareModes(Providers providers, Path scratch) {
    this.providers = providers;
    this.scratch = scratch;
  }

  StartOutcome direct() {
    Subject subject =
        new Subject(
            Mode.DIRECT,
            json(providers.mock()),
            Call.post(
                providers.clock().resolve(CHAT), Map.of(), Bodies.stream(Bodies.STREAM_MODEL)),
            List.of(),
            List.of());
    return new StartOutcome.Started(subject);
  }

  StartOutcome proxy() {
    return awaitFront(
        Mode.PROXY,
        List.of(),
        java(Mode.PROXY, PROXY_HEAP, "dev.sluice.bench.proxy.ProxyMain", providersArguments()));
  }

  StartOutcome floor() {
    List<String> arguments = new ArrayList<>(providersArguments());
    arguments.addAll(List.of("--data", scratch.resolve("floor-data").toString()));
    return awaitFront(
        Mode.FLOOR,
        List.of(),
        java(Mode.FLOOR, FLOOR_HEAP, "dev.sluice.bench.floor.FloorMain", arguments));
  }

  StartOutcome floorSplit() {
    ChildProcess broker =
        java(
            "floor-broker",
            BROKER_HEAP,
            "dev.sluice.launcher.broker.EmbeddedBrokerMain",
            List.of("--data", scratch.resolve("floor-broker-data").toString()));
    return switch (await(broker, BROKER_READY)) {
      case ChildProcess.Outcome.NotReady notReady -> {
        broker.close();
        yield new StartOutcome.NotStarted(notReady.why());
      }
      case ChildProcess.Outcome.Ready ready -> {
        List<String> arguments = new ArrayList<>(providersArguments());
        arguments.addAll(List.of("--bootstrap", ready.sign().group(1)));
        yield awaitFront(
            Mode.FLOOR_SPLIT,
            List.of(broker),
            java(Mode.FLOOR_SPLIT, FLOOR_HEAP, "dev.sluice.bench.floor.FloorMain", arguments));
      }
    };
  }

  private List<String> providersArguments() {
    return List.of(
        "--provider", providers.mock().toString(),
        "--stream-provider", providers.clock().toString());
  }

  private ChildProcess java(
      String name, List<String> heap, String mainClass, List<String> arguments) {
    return ChildProcess.start(name, JavaCommand.of(heap, mainClass, arguments), Map.of(), scratch);
  }

  private static StartOutcome awaitFront(
      String name, List<ChildProcess> before, ChildProcess front) {
    List<ChildProcess> children = new ArrayList<>(before);
    children.add(front);
    return switch (await(front, Providers.READY)) {
      case ChildProcess.Outcome.NotReady notReady -> {
        children.reversed().forEach(ChildProcess::close);
        yield new StartOutcome.NotStarted(notReady.why());
      }
      case ChildProcess.Outcome.Ready ready -> {
        URI root = URI.create(ready.sign().group(1));
        Call stream =
            Call.post(root.resolve(STREAMED_CHAT), Map.of(), Bodies.stream(Bodies.STREAM_MODEL));
        yield new StartOutcome.Started(Subject.of(name, json(root), stream, children));
      }
    };
  }

  private static Call json(URI root) {
    return Call.post(root.resolve(CHAT), Map.of(), Bodies.json(Bodies.JSON_MODEL));
  }

  private static ChildProcess.Outcome await(ChildProcess process, Pattern sign) {
    return await(process, sign, PATIENCE);
  }

  static ChildProcess.Outcome await(ChildProcess process, Pattern sign, Duration patience) {
    try {
      return process.await(sign, patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ChildProcess.Outcome.NotReady("interrupted");
    }
  }
}
