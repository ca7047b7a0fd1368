package dev.sluice.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretReferenceTest {
  @ParameterizedTest
  @CsvSource({
    "${OPENAI_API_KEY}, env:OPENAI_API_KEY",
    "env:a_1, env:a_1",
    "file:/run/secrets/x, file:/run/secrets/x",
    "folder:/etc/sluice#openai.key, folder:/etc/sluice#openai.key"
  })
  void shouldReadReferences(String text, String shown) {
    SecretReference reference = SecretReference.parse(text).orElseThrow();
    assertThat(reference.text()).isEqualTo(shown);
    assertThat(reference).hasToString(shown);
    assertThat(SecretReference.parse(shown)).contains(reference);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sk-123",
        "${}",
        "${A B}",
        "$A",
        "env:",
        "env:1A",
        "file:x",
        "x${A}",
        "folder:/x",
        "folder:x#a",
        "folder:/x#",
        "folder:/x#..data",
        "folder:/x#a/b"
      })
  void shouldTakeNothingElseForAReference(String text) {
    assertThat(SecretReference.parse(text)).isEmpty();
  }

  @Test
  void shouldSayWhyAFileHasNoSecret(@TempDir Path folder) throws Exception {
    Path empty = Files.writeString(folder.resolve("empty"), " \n");

    assertThat(missing("file:" + empty)).isEqualTo("the file " + empty + " is empty");
    assertThat(missing("file:" + folder)).startsWith("there is no file");
    assertThat(missing("folder:" + folder + "#empty")).endsWith("empty is empty");
    assertThat(missing("folder:" + folder + "#emtpy"))
        .isEqualTo("the folder " + folder + " has no file 'emtpy'; did you mean 'empty'?");
    assertThat(missing("folder:" + folder + "/x#a")).startsWith("there is no folder");
  }

  private static String missing(String reference) {
    return ((SecretOutcome.Missing)
            SecretReference.parse(reference).orElseThrow().resolve(Map.of()))
        .reason();
  }

  @Test
  void shouldReadAMountedFolderByTheVersionInForce(@TempDir Path folder) throws Exception {
    Path first = Files.createDirectory(folder.resolve("..v1"));
    Files.writeString(first.resolve("openai"), "one\n");
    Files.createSymbolicLink(folder.resolve("..data"), first.getFileName());
    Files.createSymbolicLink(folder.resolve("openai"), Path.of("..data", "openai"));
    SecretReference reference = SecretReference.parse("folder:" + folder + "#openai").orElseThrow();

    SecretOutcome outcome = reference.resolve(Map.of());

    assertThat(((SecretOutcome.Resolved) outcome).secret().reveal()).isEqualTo("one");
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
