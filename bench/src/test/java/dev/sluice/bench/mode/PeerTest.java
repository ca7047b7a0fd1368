package dev.sluice.bench.mode;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PeerTest {

  @Test
  void shouldNotTellItsKey() {
    Peer peer =
        new Peer(
            "other",
            URI.create("http://127.0.0.1:1/v1"),
            "sk-secret",
            Map.of("x-api-key", "sk-other-secret"),
            "m",
            "s",
            List.of());

    assertThat(peer.toString()).contains("other").doesNotContain("secret");
  }
}
