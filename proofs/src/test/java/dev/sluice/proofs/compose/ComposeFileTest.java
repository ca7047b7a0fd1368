package dev.sluice.proofs.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.launcher.SluiceMain;
import dev.sluice.schemas.config.LoadOutcome;
import dev.sluice.schemas.config.Role;
import dev.sluice.schemas.config.SluiceFileLoader;
import dev.sluice.schemas.config.VirtualKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code docker-compose.yml} names is there. */
class ComposeFileTest {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern KAFKA = Pattern.compile("apache/kafka:(\\d+)\\.(\\d+)\\..*");
  private static final Pattern ADDRESS = Pattern.compile("(?:^|//|\")([a-z][a-z0-9-]*):\\d+");
  private static final Pattern KEY = Pattern.compile("Bearer (sk-sluice-[\\w-]+)");

  private ComposeFile file;

  @BeforeEach
  void read() throws IOException {
    file = ComposeFile.read(ROOT.resolve("docker-compose.yml"));
  }

  /** The key that its first lines show to a reader. */
  static String key() throws IOException {
    Matcher key = KEY.matcher(Files.readString(ROOT.resolve("docker-compose.yml")));
    assertThat(key.find()).as("a key in a curl line").isTrue();
    return key.group(1);
  }

  @Test
  void shouldRunEveryRoleAndTwoProviderWorkers() {
    assertThat(ours().map(ComposeService::role))
        .contains(Stream.of(Role.values()).map(Role::text).toArray(String[]::new))
        .contains("simulator", "apply");
    assertThat(ours().filter(service -> service.role().equals("provider-workers"))).hasSize(2);
  }

  @Test
  void shouldGiveEachServiceACommandThatSluiceHas() {
    assertThat(ours())
        .allSatisfy(service ->
            assertThatCode(() ->
                    SluiceMain.commandLine().parseArgs(service.command().toArray(String[]::new)))
                .as(service.name())
                .doesNotThrowAnyException());
  }

  @Test
  void shouldTakeAKafkaThatHasShareGroupsAndARegistry() {
    Matcher kafka = KAFKA.matcher(file.service("kafka").orElseThrow().image());

    assertThat(kafka.matches()).isTrue();
    assertThat(100 * Integer.parseInt(kafka.group(1)) + Integer.parseInt(kafka.group(2)))
        .isGreaterThanOrEqualTo(402);
    assertThat(file.service("schema-registry").orElseThrow().image()).isNotEmpty();
  }

  @Test
  void shouldDependOnlyOnServicesThatAreThere() {
    List<String> names = file.services().stream().map(ComposeService::name).toList();

    assertThat(file.services())
        .allSatisfy(service -> assertThat(names).containsAll(service.dependsOn()));
    assertThat(ours().filter(service -> !service.role().equals("simulator")))
        .allSatisfy(
            service -> assertThat(service.dependsOn()).contains("kafka", "schema-registry"));
  }

  @Test
  void shouldNameOnlyHostsThatAreServices() throws IOException {
    List<String> names = file.services().stream().map(ComposeService::name).toList();
    String configuration = Files.readString(ROOT.resolve("config/compose.yaml"));
    List<String> named =
        Stream.concat(
                Stream.of(configuration),
                ours().flatMap(service -> service.environment().values().stream()))
            .flatMap(text -> ADDRESS.matcher(text).results())
            .map(found -> found.group(1))
            .distinct()
            .toList();

    assertThat(named).contains("kafka", "schema-registry", "simulator");
    assertThat(names).containsAll(named);
  }

  @Test
  void shouldMountAndCopyOnlyWhatIsThere() throws IOException {
    assertThat(file.services().stream().flatMap(service -> service.mounted().values().stream()))
        .contains("./config/compose.yaml")
        .allSatisfy(path -> assertThat(ROOT.resolve(path)).exists());
    List<String> dockerfile = Files.readAllLines(ROOT.resolve("Dockerfile"));
    List<String> copied =
        dockerfile.stream()
            .filter(line -> line.startsWith("COPY --from=build /src/"))
            .map(line -> line.split("[ ]+", -1)[2].substring("/src/".length()))
            .toList();
    assertThat(copied).contains("sluice", "config");
    // The folder of the application is made by the build that the image runs.
    assertThat(copied)
        .filteredOn(path -> !path.contains("target/"))
        .allSatisfy(path -> assertThat(ROOT.resolve(path)).exists());
    assertThat(dockerfile).contains("ENTRYPOINT [\"/opt/sluice/sluice\"]");
  }

  @Test
  void shouldMountAConfigurationThatEachRoleTakesWithTheKeyThatTheReaderIsTold()
      throws IOException {
    String text = Files.readString(ROOT.resolve("config/compose.yaml"));
    Map<String, String> environment = file.service("provider-worker-1").orElseThrow().environment();

    LoadOutcome outcome =
        SluiceFileLoader.loadText("compose.yaml", text, environment, EnumSet.allOf(Role.class));

    assertThat(outcome).isInstanceOf(LoadOutcome.Loaded.class);
    assertThat(text).contains("sha256:" + VirtualKey.hashOf(key()));
  }

  private Stream<ComposeService> ours() {
    return file.services().stream().filter(ComposeService::builds);
  }
}
