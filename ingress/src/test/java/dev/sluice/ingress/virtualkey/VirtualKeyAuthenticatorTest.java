package dev.sluice.ingress.virtualkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ingress.http.TestConfig;
import dev.sluice.schemas.config.Allowances;
import dev.sluice.schemas.config.GatewayConfig;
import dev.sluice.schemas.config.KeyTerms;
import dev.sluice.schemas.config.Project;
import dev.sluice.schemas.config.VirtualKey;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualKeyAuthenticatorTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final String GOOD = "sk-sluice-good";
  private static final String REVOKED = "sk-sluice-revoked";
  private static final String EXPIRED = "sk-sluice-expired";

  private static final String BOUND = "sk-sluice-bound";
  private static final String HERE = "127.0.0.1";

  private final GatewayConfig config =
      TestConfig.of(
          new Project("search"),
          VirtualKey.of("good", "search", VirtualKey.hashOf(GOOD)),
          bound("10.0.0.0/8", "2001:db8::/32"),
          key(REVOKED, true, null),
          key(EXPIRED, false, NOW));
  private final VirtualKeyAuthenticator authenticator =
      new VirtualKeyAuthenticator(InstantSource.fixed(NOW));

  @ParameterizedTest
  @ValueSource(strings = {"Bearer " + GOOD, "bearer " + GOOD, "Bearer   " + GOOD + " "})
  void shouldKnowTheHolder(String authorization) {
    assertThat(judge(authorization, HERE, config))
        .isEqualTo(
            new AuthOutcome.Authenticated(
                KeyHolder.of(VirtualKey.of("good", "search", VirtualKey.hashOf(GOOD)), "search")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic dTpw", GOOD})
  void shouldSayThatNoKeyWasGiven(String authorization) {
    assertThat(judge(authorization, HERE, config)).isEqualTo(new AuthOutcome.Missing());
  }

  @Test
  void shouldSayThatNoHeaderWasGiven() {
    assertThat(judge(null, HERE, config)).isEqualTo(new AuthOutcome.Missing());
  }

  @ParameterizedTest
  @ValueSource(strings = {REVOKED, EXPIRED, "sk-wrong", "é", GOOD + "x"})
  void shouldRejectAnyOtherKey(String key) {
    assertThat(judge("Bearer " + key, HERE, config)).isEqualTo(new AuthOutcome.Rejected());
  }

  @Test
  void shouldRejectAKeyOfAbsurdLength() {
    assertThat(judge("Bearer " + "x".repeat(10_000), HERE, config))
        .isEqualTo(new AuthOutcome.Rejected());
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.2.3", "::ffff:10.1.2.3", "2001:db8::7", "2001:db8:0:0:0:0:0:7"})
  void shouldKnowTheHolderWithinTheNetworksOfTheKey(String address) {
    assertThat(judge("Bearer " + BOUND, address, config))
        .isInstanceOf(AuthOutcome.Authenticated.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "11.0.0.1", "2001:db9::7", "::1", "", "localhost"})
  void shouldSayThatAKeyIsNotForAnAddress(String address) {
    assertThat(judge("Bearer " + BOUND, address, config))
        .isInstanceOfSatisfying(
            AuthOutcome.WrongAddress.class,
            wrong -> assertThat(wrong.address()).isEqualTo(address));
  }

  @Test
  void shouldFollowTheConfiguration() {
    GatewayConfig other = TestConfig.of(new Project("search"), bound(HERE));

    assertThat(judge("Bearer " + BOUND, HERE, config)).isInstanceOf(AuthOutcome.WrongAddress.class);
    assertThat(judge("Bearer " + BOUND, HERE, other)).isInstanceOf(AuthOutcome.Authenticated.class);
    assertThat(judge("Bearer " + BOUND, HERE, config)).isInstanceOf(AuthOutcome.WrongAddress.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-api-key", "api-key", "x-goog-api-key"})
  void shouldKnowTheHolderWhereverItsSdkPutsTheKey(String header) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add(header, GOOD);

    assertThat(authenticator.authenticate(GivenKey.of(headers, null), HERE, config))
        .isInstanceOf(AuthOutcome.Authenticated.class);
  }

  @Test
  void shouldTakeTheKeyOfTheQuery() {
    GivenKey given =
        GivenKey.of(MultiMap.caseInsensitiveMultiMap(), "alt=sse&key=" + GOOD + "&x=%");

    assertThat(authenticator.authenticate(given, HERE, config))
        .isInstanceOf(AuthOutcome.Authenticated.class);
  }

  @Test
  void shouldTakeTheSameKeyInTwoPlaces() {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("authorization", "Bearer " + GOOD)
            .add("x-api-key", GOOD);

    assertThat(authenticator.authenticate(GivenKey.of(headers, null), HERE, config))
        .isInstanceOf(AuthOutcome.Authenticated.class);
  }

  @Test
  void shouldNotChooseBetweenTwoKeys() {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("authorization", "Bearer " + GOOD)
            .add("x-api-key", "sk-wrong");

    GivenKey given = GivenKey.of(headers, null);

    assertThat(authenticator.authenticate(given, HERE, config))
        .isEqualTo(new AuthOutcome.Several(List.of("authorization", "x-api-key")));
    assertThat(given.toString()).doesNotContain(GOOD, "sk-wrong");
  }

  private AuthOutcome judge(@Nullable String authorization, String address, GatewayConfig config) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    if (authorization != null) {
      headers.add("authorization", authorization);
    }
    return authenticator.authenticate(GivenKey.of(headers, null), address, config);
  }

  private static VirtualKey bound(String... networks) {
    return TestConfig.key(
        BOUND, new KeyTerms(List.of(), List.of(networks), "", List.of(), Allowances.NONE));
  }

  private static VirtualKey key(String text, boolean revoked, @Nullable Instant expiresAt) {
    String hash = VirtualKey.hashOf(text);
    return new VirtualKey(VirtualKey.idOf(hash), "key", "search", hash, revoked, expiresAt, null);
  }
}
