package dev.sluice.launcher.command;

import dev.sluice.launcher.assembly.AllInOne;
import dev.sluice.launcher.assembly.FirstKey;
import dev.sluice.schemas.config.LoadOutcome;
import dev.sluice.schemas.config.Role;
import dev.sluice.schemas.config.SluiceFile;
import dev.sluice.schemas.config.SluiceFileLoader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs the gateway on free ports, sends it requests, and ends: the training run of the JDK's AOT
 * cache. The cache holds profiles as well as classes, so that the run must do real work: a method
 * that is called once a request must be called 5,000 times (the JDK's {@code
 * Tier4InvocationThreshold}) until its profile is whole. With a profile of less the compiler can do
 * worse, for good, than it would have done with none.
 */
@Command(name = "train", hidden = true, description = "Training run of the AOT cache.")
public final class TrainCommand implements Callable<Integer> {
  private static final String ANY_PORT =
      """
      server: { port: 0, admin_port: 0 }
      kafka: { port: 0, registry_port: 0 }
      simulator: { port: 0 }
      """;

  @Option(names = "--data", required = true, description = "An empty folder.")
  private Path data = Path.of("sluice-data");

  @Option(names = "--requests", description = "How many requests.")
  private int requests = 12_000;

  @Option(names = "--callers", description = "How many at once.")
  private int callers = 64;

  @Override
  public Integer call() throws InterruptedException, IOException {
    LoadOutcome outcome =
        SluiceFileLoader.loadText("train", ANY_PORT, Map.of(), EnumSet.allOf(Role.class));
    if (!(outcome instanceof LoadOutcome.Loaded loaded)) {
      return 1;
    }
    SluiceFile file = loaded.file();
    try (AllInOne gateway = AllInOne.start(file, Map.of(), data);
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return work(gateway, http) ? 0 : 1;
    }
  }

  private boolean work(AllInOne gateway, HttpClient http) throws InterruptedException {
    String key = gateway.firstKey().map(FirstKey::text).orElseThrow();
    gateway.awaitAll();
    AtomicInteger next = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(callers);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int caller = 0; caller < callers; caller++) {
        threads.submit(() -> {
          while (next.getAndIncrement() < requests) {
            failed.addAndGet(ask(gateway, http, key, next.get() % 2 == 0) ? 0 : 1);
          }
          done.countDown();
        });
      }
      done.await();
    }
    System.out.println("train: " + requests + " requests, " + failed.get() + " failed");
    return failed.get() == 0;
  }

  private static boolean ask(AllInOne gateway, HttpClient http, String key, boolean stream) {
    String body =
        "{\"model\":\"simulator/echo\",\"stream\":"
            + stream
            + ",\"messages\":[{\"role\":\"user\",\"content\":\"Say this is a test\"}]}";
    try {
      return http.send(
                  HttpRequest.newBuilder(URI.create(gateway.url() + "/chat/completions"))
                      .header("Authorization", "Bearer " + key)
                      .header("Content-Type", "application/json")
                      .POST(HttpRequest.BodyPublishers.ofString(body))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
