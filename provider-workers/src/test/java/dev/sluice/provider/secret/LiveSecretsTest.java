package dev.sluice.provider.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.schemas.config.SecretOutcome;
import dev.sluice.schemas.config.SecretReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveSecretsTest {
  @TempDir Path folder;
  private LiveSecrets secrets;

  @BeforeEach
  void open() {
    secrets = new LiveSecrets(Map.of("KEY", "from the environment"));
  }

  @AfterEach
  void close() {
    secrets.close();
  }

  @Test
  void shouldUseANewValueOfAFileAndTellOfIt() throws Exception {
    SecretReference reference = file("one");
    assertThat(value(reference)).isEqualTo("one");
    CountDownLatch changed = new CountDownLatch(1);
    secrets.start(changed::countDown);

    write("two");

    assertThat(changed.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(value(reference)).isEqualTo("two");
  }

  @Test
  void shouldFollowTheSwapOfAMountedFolder() throws Exception {
    mount("..v1", "one");
    SecretReference reference = reference("folder:" + folder + "#key");
    assertThat(value(reference)).isEqualTo("one");
    secrets.start(() -> {});

    mount("..v2", "two");

    await().atMost(Duration.ofSeconds(10)).until(() -> value(reference).equals("two"));
  }

  @Test
  void shouldTakeOnlyWhatTwoLooksSee() throws Exception {
    SecretReference reference = file("one");
    assertThat(value(reference)).isEqualTo("one");

    write("half of it");
    assertThat(secrets.look()).isFalse();
    write("two");
    assertThat(secrets.look()).isFalse();
    assertThat(value(reference)).isEqualTo("one");
    assertThat(secrets.look()).isTrue();

    assertThat(value(reference)).isEqualTo("two");
    assertThat(secrets.look()).isFalse();
  }

  @Test
  void shouldKeepTheLastValueAndSaySoWhenTheFileIsGoneOrEmpty() throws Exception {
    SecretReference reference = file("first");
    assertThat(value(reference)).isEqualTo("first");

    write("");
    lookTwice();
    assertThat(value(reference)).isEqualTo("first");
    assertThat(secrets.notes())
        .singleElement()
        .asString()
        .startsWith("the secret " + reference + " is gone and its last value is used: ")
        .doesNotContain("first");
    Files.delete(folder.resolve("key"));
    lookTwice();
    assertThat(value(reference)).isEqualTo("first");
    assertThat(secrets.notes()).hasSize(1);

    write("first");
    assertThat(lookTwice()).isFalse();
    assertThat(secrets.notes()).isEmpty();
    write("two");
    assertThat(lookTwice()).isTrue();
    assertThat(value(reference)).isEqualTo("two");
  }

  @Test
  void shouldFindASecretThatComesLater() throws Exception {
    SecretReference reference = reference("file:" + folder.resolve("key"));
    assertThat(secrets.resolve(reference)).isInstanceOf(SecretOutcome.Missing.class);
    assertThat(lookTwice()).isFalse();
    assertThat(secrets.notes()).isEmpty();

    write("one");

    assertThat(lookTwice()).isTrue();
    assertThat(value(reference)).isEqualTo("one");
  }

  @Test
  void shouldLookNoLongerAtWhatNobodyNames() throws Exception {
    SecretReference reference = file("one");
    assertThat(value(reference)).isEqualTo("one");
    write("");
    lookTwice();

    secrets.retain(Set.of());

    assertThat(secrets.notes()).isEmpty();
  }

  @Test
  void shouldResolveTheEnvironment() {
    assertThat(value(new SecretReference.Env("KEY"))).isEqualTo("from the environment");
    assertThat(secrets.resolve(new SecretReference.Env("OTHER")))
        .isInstanceOf(SecretOutcome.Missing.class);
  }

  private boolean lookTwice() {
    boolean first = secrets.look();
    return secrets.look() || first;
  }

  private String value(SecretReference reference) {
    return ((SecretOutcome.Resolved) secrets.resolve(reference)).secret().reveal();
  }

  private static SecretReference reference(String text) {
    return SecretReference.parse(text).orElseThrow();
  }

  private SecretReference file(String content) throws IOException {
    write(content);
    return reference("file:" + folder.resolve("key"));
  }

  private void write(String content) throws IOException {
    Files.writeString(folder.resolve("key"), content);
  }

  /** As Kubernetes does it: a new folder, then one link is moved. */
  private void mount(String version, String content) throws IOException {
    Path target = Files.createDirectory(folder.resolve(version));
    Files.writeString(target.resolve("key"), content);
    Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), target.getFileName());
    Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    if (!Files.exists(folder.resolve("key"))) {
      Files.createSymbolicLink(folder.resolve("key"), Path.of("..data", "key"));
    }
  }
}
