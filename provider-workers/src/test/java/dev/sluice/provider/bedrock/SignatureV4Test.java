package dev.sluice.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.catalog.OutgoingCall;
import dev.sluice.provider.catalog.SigningSecrets;
import dev.sluice.schemas.config.Secret;
import dev.sluice.schemas.config.SecretOutcome;
import dev.sluice.schemas.config.SecretReference;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors are of AWS' Signature Version 4 test suite. */
final class SignatureV4Test {
  private static final Instant AT = Instant.parse("2015-08-30T12:36:00Z");
  private static final String ID = "AKIDEXAMPLE";
  private static final String KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "get-vanilla,GET,/,5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "post-vanilla,POST,/,5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
    "get-vanilla-query-order-key-case,GET,/?Param2=value2&Param1=value1,"
        + "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    "get-vanilla-query-unreserved,GET,"
        + "/?-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz="
        + "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz,"
        + "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197",
    "get-unreserved,GET,/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz,"
        + "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"
  })
  void shouldSignAsAwsDoes(String vector, String method, String target, String signature) {
    // Given
    var signer = new SignatureV4(secrets(Optional.empty()), "us-east-1", "service");

    // When
    Map<String, String> headers = signer.headers(call(method, target, ""));

    // Then
    assertThat(headers)
        .containsOnly(
            Map.entry("x-amz-date", "20150830T123600Z"),
            Map.entry(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                    + " SignedHeaders=host;x-amz-date, Signature="
                    + signature));
  }

  /** post-sts-header-before. */
  @Test
  void shouldSignTheSessionToken() {
    // Given
    String token =
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfp"
            + "SPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0"
            + "KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64"
            + "lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";
    var signer = new SignatureV4(secrets(Optional.of(secret(token))), "us-east-1", "service");

    // When
    Map<String, String> headers = signer.headers(call("POST", "/", ""));

    // Then
    assertThat(headers.get("x-amz-security-token")).isEqualTo(token);
    assertThat(headers.get("authorization"))
        .endsWith(
            "SignedHeaders=host;x-amz-date;x-amz-security-token,"
                + " Signature=85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead");
  }

  @Test
  void shouldSignOtherBodiesAndPathsOtherwise() {
    // Given
    var signer = new SignatureV4(secrets(Optional.empty()), "us-east-1", "bedrock");

    // When
    String signed = signer.headers(call("POST", "/model/a%3A0/converse", "{}")).toString();

    // Then
    assertThat(signer.headers(call("POST", "/model/a%3A0/converse", "{ }")))
        .doesNotHaveToString(signed);
    assertThat(signer.headers(call("POST", "/model/a:0/converse", "{}")))
        .doesNotHaveToString(signed);
    assertThat(signer.headers(call("POST", "/model/a%3A0/converse", "{}"))).hasToString(signed);
  }

  @Test
  void shouldTakeItsSecretsOutOfATextAndTellNoneOfThem() {
    // Given
    var signer = new SignatureV4(secrets(Optional.of(secret("a-token"))), "us-east-1", "bedrock");

    // When
    String clean = signer.withoutSecrets("id " + ID + " key " + KEY + " token a-token");

    // Then
    assertThat(clean).isEqualTo("id *** key *** token ***");
    assertThat(signer.toString()).doesNotContain(KEY);
    assertThat(secrets(Optional.empty()).toString()).doesNotContain(KEY);
  }

  private static SigningSecrets secrets(Optional<Secret> token) {
    return new SigningSecrets(secret(ID), secret(KEY), token);
  }

  private static OutgoingCall call(String method, String target, String body) {
    return new OutgoingCall(
        method, "example.amazonaws.com", target, body.getBytes(StandardCharsets.UTF_8), AT);
  }

  private static Secret secret(String value) {
    var reference = new SecretReference.Env("X");
    return ((SecretOutcome.Resolved) reference.resolve(Map.of("X", value))).secret();
  }
}
