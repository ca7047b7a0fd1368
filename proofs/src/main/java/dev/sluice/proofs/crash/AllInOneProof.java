package dev.sluice.proofs.crash;

import dev.sluice.launcher.assembly.Connection;
import dev.sluice.proofs.Proof;
import dev.sluice.proofs.ProofOutcome;
import dev.sluice.proofs.ProofSettings;
import dev.sluice.proofs.Waiting;
import dev.sluice.proofs.bill.Books;
import dev.sluice.proofs.gateway.GatewayFile;
import dev.sluice.proofs.gateway.LocalGateway;
import dev.sluice.proofs.process.FreePorts;
import dev.sluice.proofs.process.SluiceProcess;
import dev.sluice.proofs.traffic.Answer;
import dev.sluice.proofs.traffic.Traffic;
import dev.sluice.simulator.SimulatorConfig;
import dev.sluice.simulator.SimulatorServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** {@code kill -9} of {@code sluice up} under load, again and again on the same data. */
public final class AllInOneProof implements Proof {
  private static final Duration DEADLINE = Duration.ofSeconds(40);
  private static final Duration READY = Duration.ofSeconds(90);
  private static final int AT_ONCE = 64;

  @Override
  public String name() {
    return "crash-all-in-one";
  }

  @Override
  public String claim() {
    return "Killing the all-in-one loses no accepted request and no spend.";
  }

  @Override
  public ProofOutcome run(ProofSettings settings) throws Exception {
    Map<String, String> figures = new LinkedHashMap<>();
    List<String> failures = new ArrayList<>();
    Random random = new Random(settings.seed());
    int kills = settings.scaled(4, 1);
    try (SimulatorServer simulator = SimulatorServer.start(SimulatorConfig.defaults())) {
      Place place = Place.in(settings.folder(), simulator.url());
      SluiceProcess process = place.start();
      try {
        place.awaitServing(process);
        settings.progress().accept("the all-in-one serves");
        Traffic traffic =
            new Traffic(
                random.nextLong(), List.of(GatewayFile.CHAIN, "anthropic/claude-haiku-4-5"));
        List<Wave.Told> told;
        List<Long> away = new ArrayList<>();
        try (Wave wave =
            Wave.start(
                List.of(place.url()),
                GatewayFile.KEY,
                DEADLINE,
                traffic,
                Wave.Calls.LONG,
                AT_ONCE)) {
          for (int i = 0; i < kills; i++) {
            long answered = wave.full();
            if (!Waiting.until(DEADLINE.multipliedBy(2), () -> wave.full() > answered + AT_ONCE)) {
              failures.add("the callers got no answers any more before kill " + (i + 1));
              break;
            }
            Waiting.until(Duration.ofMillis(200 + random.nextInt(1500)), () -> false);
            long at = System.nanoTime();
            process.kill();
            process = place.start();
            place.awaitServing(process);
            away.add((System.nanoTime() - at) / 1_000_000);
            settings.progress().accept("kill " + (i + 1) + " of " + kills);
          }
          long answered = wave.full();
          if (!Waiting.until(DEADLINE, () -> wave.full() > answered + AT_ONCE)) {
            failures.add("the callers got no answers any more after the last kill");
          }
          told = wave.stop();
        }
        figures.put("kills", Integer.toString(kills));
        figures.put("from the kill until it served again, ms", away.toString());
        figures.put("answers", endings(told).toString());
        settings.progress().accept("waiting for the ledger");
        Books.judge(place.connection(), simulator.url(), kills * AT_ONCE, figures, failures);
      } finally {
        process.close();
      }
    }
    return new ProofOutcome(figures, failures);
  }

  private static Map<String, Integer> endings(List<Wave.Told> told) {
    Map<String, Integer> endings = new TreeMap<>();
    for (Wave.Told one : told) {
      Answer answer = one.answer();
      endings.merge(
          answer.ending() + (answer.status() == 200 ? "" : " " + answer.status()), 1, Integer::sum);
    }
    return endings;
  }

  /** Where it runs: the same data and ports over all starts. */
  private record Place(Path folder, Path file, String url, String adminUrl, Connection connection) {
    static Place in(Path folder, String simulatorUrl) throws IOException {
      List<Integer> ports = FreePorts.pick(4);
      String text =
          new GatewayFile(
                  simulatorUrl,
                  "{ embedded: true, port: %d, registry_port: %d }"
                      .formatted(ports.get(0), ports.get(1)),
                  "{ port: %d, admin_port: %d, drain_timeout: 2s }"
                      .formatted(ports.get(2), ports.get(3)))
              .text();
      Path file = folder.resolve("all-in-one.yaml");
      Files.writeString(file, text);
      String external =
          new GatewayFile(
                  simulatorUrl,
                  "{ bootstrap_servers: \"127.0.0.1:%d\", schema_registry: \"http://127.0.0.1:%d\" }"
                      .formatted(ports.get(0), ports.get(1)),
                  "{ port: 0, admin_port: 0 }")
              .text();
      return new Place(
          folder,
          file,
          "http://127.0.0.1:" + ports.get(2) + "/v1",
          "http://127.0.0.1:" + ports.get(3),
          Connection.of(LocalGateway.load(external), GatewayFile.ENVIRONMENT));
    }

    SluiceProcess start() throws IOException {
      return SluiceProcess.start(
          "all-in-one",
          folder,
          GatewayFile.ENVIRONMENT,
          List.of("up", "--config", file.toString(), "--data", folder.resolve("data").toString()));
    }

    void awaitServing(SluiceProcess process) throws IOException, InterruptedException {
      if (!Waiting.until(READY, () -> ready() || !process.alive()) || !process.alive()) {
        throw new IllegalStateException("the all-in-one did not start:\n" + process.output());
      }
    }

    private boolean ready() {
      try (HttpClient http = HttpClient.newHttpClient()) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(adminUrl + "/readyz"))
                .timeout(Duration.ofSeconds(2))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
      } catch (IOException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
