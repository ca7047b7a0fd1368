package dev.sluice.proofs.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretScanTest {
  private static final String SECRET = "sk-planted-3f9c~?>0a71d2";
  private final SecretScan scan = new SecretScan().forSecret("planted", SECRET);

  @Test
  void shouldFindASecretAsItIs() {
    scan.look("a log line", "the key is " + SECRET + ", said nobody");

    assertThat(scan.findings()).containsOnlyKeys("planted in a log line");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "u", "u:", "us:", "user:", "Bearer "})
  void shouldFindItInBase64WhateverStandsBefore(String before) {
    byte[] text = (before + SECRET + "!?").getBytes(StandardCharsets.UTF_8);

    scan.look("standard", Base64.getEncoder().encodeToString(text));
    scan.look("url", Base64.getUrlEncoder().encodeToString(text));

    assertThat(scan.findings()).containsOnlyKeys("planted in standard", "planted in url");
  }

  @Test
  void shouldFindItBetweenOtherBytes() {
    byte[] bytes = new byte[200];
    System.arraycopy(SECRET.getBytes(StandardCharsets.UTF_8), 0, bytes, 170, SECRET.length());

    scan.look("a record", bytes);

    assertThat(scan.findings()).hasSize(1);
  }

  @Test
  void shouldFindNothingInAPartOfIt() {
    scan.look("a prefix", SECRET.substring(0, SECRET.length() - 1));
    scan.look("nothing", (byte[]) null);

    assertThat(scan.findings()).isEmpty();
  }
}
