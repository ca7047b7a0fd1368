package dev.sluice.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretReferenceTest {
  @ParameterizedTest
  @CsvSource({
    "${OPENAI_API_KEY}, env:OPENAI_API_KEY",
    "env:a_1, env:a_1",
    "file:/run/secrets/x, file:/run/secrets/x"
  })
  void shouldReadReferences(String text, String shown) {
    SecretReference reference = SecretReference.parse(text).orElseThrow();
    assertThat(reference.text()).isEqualTo(shown);
    assertThat(reference).hasToString(shown);
    assertThat(SecretReference.parse(shown)).contains(reference);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sk-123", "${}", "${A B}", "$A", "env:", "env:1A", "file:x", "x${A}"})
  void shouldTakeNothingElseForAReference(String text) {
    assertThat(SecretReference.parse(text)).isEmpty();
  }

  @Test
  void shouldNeverShowWhatItResolvedTo() {
    SecretReference reference = new SecretReference.Env("K");
    SecretOutcome outcome = reference.resolve(Map.of("K", " abc123 \n"));
    assertThat(outcome.toString()).doesNotContain("abc123");
    assertThat(((SecretOutcome.Resolved) outcome).secret().reveal()).isEqualTo("abc123");
    assertThat(reference.resolve(Map.of("K", "  "))).isInstanceOf(SecretOutcome.Missing.class);
    assertThat(reference.resolve(Map.of())).isInstanceOf(SecretOutcome.Missing.class);
  }
}
