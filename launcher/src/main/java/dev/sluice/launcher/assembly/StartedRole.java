package dev.sluice.launcher.assembly;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A role that runs in this process.
 *
 * @param name as the command calls it
 * @param adminUrl of its admin port
 * @param closing stops it
 */
public record StartedRole(String name, String adminUrl, AutoCloseable closing) {

  /**
   * Waits until it says that it is ready.
   *
   * @throws StartFailure with its own reasons, if it is not so within the time
   */
  void awaitReady(HttpClient http, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    String reasons = "it did not answer";
    while (System.nanoTime() < end) {
      try {
        HttpResponse<String> answer =
            http.send(
                HttpRequest.newBuilder(URI.create(adminUrl + "/readyz"))
                    .timeout(Duration.ofSeconds(2))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          return;
        }
        reasons = answer.body().strip();
      } catch (IOException e) {
        reasons = "its admin port does not answer: " + e.getMessage();
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new StartFailure(name + " is not ready after " + atMost.toSeconds() + " s: " + reasons);
  }
}
