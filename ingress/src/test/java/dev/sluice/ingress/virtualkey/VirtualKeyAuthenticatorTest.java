package dev.sluice.ingress.virtualkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ingress.http.TestConfig;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.config.Project;
import dev.sluice.schemas.config.VirtualKey;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualKeyAuthenticatorTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final String GOOD = "sk-sluice-good";
  private static final String REVOKED = "sk-sluice-revoked";
  private static final String EXPIRED = "sk-sluice-expired";

  private final GatewayConfig config =
      TestConfig.of(
          new Project("search"),
          VirtualKey.of("good", "search", VirtualKey.hashOf(GOOD)),
          key(REVOKED, true, null),
          key(EXPIRED, false, NOW));
  private final VirtualKeyAuthenticator authenticator =
      new VirtualKeyAuthenticator(InstantSource.fixed(NOW));

  @ParameterizedTest
  @ValueSource(strings = {"Bearer " + GOOD, "bearer " + GOOD, "Bearer   " + GOOD + " "})
  void shouldKnowTheHolder(String authorization) {
    assertThat(authenticator.authenticate(authorization, config))
        .isEqualTo(
            new AuthOutcome.Authenticated(
                new KeyHolder(VirtualKey.idOf(VirtualKey.hashOf(GOOD)), "search", "search")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic dTpw", GOOD})
  void shouldSayThatNoKeyWasGiven(String authorization) {
    assertThat(authenticator.authenticate(authorization, config))
        .isEqualTo(new AuthOutcome.Missing());
  }

  @Test
  void shouldSayThatNoHeaderWasGiven() {
    assertThat(authenticator.authenticate(null, config)).isEqualTo(new AuthOutcome.Missing());
  }

  @ParameterizedTest
  @ValueSource(strings = {REVOKED, EXPIRED, "sk-wrong", "é", GOOD + "x"})
  void shouldRejectAnyOtherKey(String key) {
    assertThat(authenticator.authenticate("Bearer " + key, config))
        .isEqualTo(new AuthOutcome.Rejected());
  }

  @Test
  void shouldRejectAKeyOfAbsurdLength() {
    assertThat(authenticator.authenticate("Bearer " + "x".repeat(10_000), config))
        .isEqualTo(new AuthOutcome.Rejected());
  }

  private static VirtualKey key(String text, boolean revoked, @Nullable Instant expiresAt) {
    String hash = VirtualKey.hashOf(text);
    return new VirtualKey(VirtualKey.idOf(hash), "key", "search", hash, revoked, expiresAt, null);
  }
}
