package dev.sluice.provider.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.provider.catalog.CallSigner.Proof;
import dev.sluice.provider.catalog.OutgoingCall;
import dev.sluice.schemas.config.Secret;
import dev.sluice.schemas.config.SecretOutcome;
import dev.sluice.schemas.config.SecretReference;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccessTokensTest {
  private static final KeyPair KEYS = keys();
  private static final OutgoingCall CALL =
      new OutgoingCall("POST", "h", "/", new byte[0], Instant.EPOCH);

  private final FakeEndpoint endpoint = new FakeEndpoint();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final AccessTokens tokens = new AccessTokens(account(), endpoint, () -> now);
  private final TokenSigner signer = new TokenSigner(tokens);

  /** Answers when it is told to. */
  private static final class FakeEndpoint implements TokenEndpoint {
    final List<String> forms = new ArrayList<>();
    final List<CompletableFuture<Answer>> open = new ArrayList<>();

    @Override
    public CompletionStage<Answer> ask(URI address, String form) {
      forms.add(form);
      open.add(new CompletableFuture<>());
      return open.getLast();
    }

    void grant(String token, long seconds) {
      answer(200, "{\"access_token\":\"%s\",\"expires_in\":%d}".formatted(token, seconds));
    }

    void answer(int status, String body) {
      open.getLast().complete(new Answer(status, body.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void shouldAskOnceForAllWhoWait() {
    // When
    var first = signer.proof(CALL).toCompletableFuture();
    var second = signer.proof(CALL).toCompletableFuture();
    endpoint.grant("one", 3600);

    // Then
    assertThat(endpoint.forms).hasSize(1);
    assertThat(first.join()).isEqualTo(bearer("one"));
    assertThat(second.join()).isEqualTo(bearer("one"));
    assertThat(signer.proof(CALL).toCompletableFuture()).isCompletedWithValue(bearer("one"));
    assertThat(signer.withoutSecrets("say one")).isEqualTo("say ***");
  }

  @Test
  void shouldAskAgainShortlyBeforeTheEnd() {
    // Given
    signer.proof(CALL);
    endpoint.grant("one", 3600);

    // When
    now = now.plus(Duration.ofMinutes(54));
    var before = signer.proof(CALL).toCompletableFuture();
    now = now.plus(Duration.ofMinutes(2));
    var after = signer.proof(CALL).toCompletableFuture();
    endpoint.grant("two", 3600);

    // Then
    assertThat(before.join()).isEqualTo(bearer("one"));
    assertThat(after.join()).isEqualTo(bearer("two"));
    assertThat(endpoint.forms).hasSize(2);
  }

  @Test
  void shouldUseTheOldOneToItsEndWhereANewOneIsRefused() {
    // Given
    signer.proof(CALL);
    endpoint.grant("one", 3600);
    now = now.plus(Duration.ofMinutes(57));

    // When
    var refused = signer.proof(CALL).toCompletableFuture();
    endpoint.answer(503, "busy");
    now = now.plus(Duration.ofMinutes(4));
    var late = signer.proof(CALL).toCompletableFuture();
    endpoint.answer(503, "busy");

    // Then
    assertThat(refused.join()).isEqualTo(bearer("one"));
    assertThat(late.join())
        .isEqualTo(
            new Proof.Missing(
                "the token endpoint oauth2.googleapis.com refused the service account with status"
                    + " 503: its answer is not JSON"));
  }

  @Test
  void shouldSayWhyThereIsNoTokenAndAskAnew() {
    // When
    var refused = signer.proof(CALL).toCompletableFuture();
    endpoint.answer(
        400, "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT Signature.\"}");
    var unreached = signer.proof(CALL).toCompletableFuture();
    endpoint.open.getLast().completeExceptionally(new ConnectException("no"));

    // Then
    assertThat(refused.join())
        .isEqualTo(
            new Proof.Missing(
                "the token endpoint oauth2.googleapis.com refused the service account with status"
                    + " 400: invalid_grant, Invalid JWT Signature."));
    assertThat(unreached.join())
        .isEqualTo(
            new Proof.Missing(
                "the token endpoint oauth2.googleapis.com cannot be reached (ConnectException)"));
  }

  @Test
  void shouldSignTheAssertionWithTheKeyOfTheAccount() throws Exception {
    // When
    signer.proof(CALL);

    // Then
    String form = endpoint.forms.getFirst();
    assertThat(form)
        .startsWith("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=");
    String[] parts = form.substring(form.lastIndexOf('=') + 1).split("\\.");
    Signature check = Signature.getInstance("SHA256withRSA");
    check.initVerify(KEYS.getPublic());
    check.update((parts[0] + '.' + parts[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(check.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    JsonNode claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
    assertThat(claims.path("iss").asText()).isEqualTo("sluice@project.iam");
    assertThat(claims.path("aud").asText()).isEqualTo("https://oauth2.googleapis.com/token");
    assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(3600);
    assertThat(claims.path("iat").asLong()).isEqualTo(now.getEpochSecond());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ nothing|is no key file of a service account: it is not JSON",
        "{}|is no key file of a service account: it has no client_email",
        "{'client_email':'a','private_key':'b','token_uri':'https://h/t'}"
            + "|has a private_key that is no RSA key in PKCS #8",
        "{'client_email':'a','private_key':'b','token_uri':'http://h/t'}"
            + "|has a token_uri that is no https address"
      })
  void shouldSayWhatIsWrongWithAKeyFile(String file, String why) {
    assertThat(ServiceAccount.read(secret(file.replace('\'', '"'))))
        .isEqualTo(new ServiceAccount.Outcome.Unusable(why));
  }

  private static Secret secret(String value) {
    var reference = new SecretReference.Env("X");
    return ((SecretOutcome.Resolved) reference.resolve(Map.of("X", value))).secret();
  }

  private static Proof bearer(String token) {
    return new Proof.Given(Map.of("authorization", "Bearer " + token));
  }

  private static ServiceAccount account() {
    String pem =
        "-----BEGIN PRIVATE KEY-----\\n"
            + Base64.getEncoder().encodeToString(KEYS.getPrivate().getEncoded())
            + "\\n-----END PRIVATE KEY-----\\n";
    String file =
        """
        {"type":"service_account","private_key_id":"k1","private_key":"%s",\
        "client_email":"sluice@project.iam","token_uri":"https://oauth2.googleapis.com/token"}\
        """
            .formatted(pem);
    return ((ServiceAccount.Outcome.Read) ServiceAccount.read(secret(file))).account();
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
