package dev.sluice.proofs.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;

/** What a program printed, a line for each thing that it tried: each line is a test. */
final class ProgramResults {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MatrixGateway gateway;
  private final Map<Outbound, Long> leftBefore;

  /** To be made before the program runs. */
  ProgramResults(MatrixGateway gateway) throws IOException {
    this.gateway = gateway;
    this.leftBefore = gateway.left();
  }

  /** One test for each line, and for each deployment one that whoever left was noticed. */
  List<DynamicTest> tests(String printed) throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    Map<String, Long> leaving = new TreeMap<>();
    for (String line : printed.lines().toList()) {
      JsonNode result = JSON.readTree(line);
      String model = result.path("model").asText();
      String scenario = result.path("scenario").asText();
      if (scenario.equals("cancel")) {
        leaving.merge(model, 1L, Long::sum);
      }
      tests.add(
          DynamicTest.dynamicTest(
              result.path("sdk").asText() + ", " + model + ", " + scenario,
              () -> assertThat(result.path("why").asText()).as(line).isEmpty()));
    }
    for (Outbound to : Outbound.values()) {
      long leavers = leaving.getOrDefault(to.model(), 0L);
      tests.add(
          DynamicTest.dynamicTest(
              "calls that ended, " + to.model(),
              () -> {
                assertThat(leavers).isPositive();
                awaitLeft(gateway, to, leftBefore.getOrDefault(to, 0L) + leavers);
              }));
    }
    return tests;
  }

  /** Waits until so many calls of a deployment ended because whoever had asked left. */
  static void awaitLeft(MatrixGateway gateway, Outbound to, long expected) {
    await()
        .atMost(Duration.ofSeconds(8))
        .untilAsserted(() -> assertThat(gateway.left()).containsEntry(to, expected));
  }
}
