package dev.sluice.provider.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.provider.ProviderTypes;
import dev.sluice.provider.catalog.Endpoint;
import dev.sluice.provider.catalog.EndpointLookup;
import dev.sluice.provider.catalog.Endpoints;
import dev.sluice.provider.trial.ProviderTrial;
import dev.sluice.provider.trial.TrialOutcome;
import dev.sluice.schemas.config.CallTerms;
import dev.sluice.schemas.config.Provider;
import dev.sluice.schemas.config.ProviderApi;
import dev.sluice.schemas.config.ProviderType;
import dev.sluice.schemas.config.SecretReference;
import dev.sluice.simulator.SimulatorConfig;
import dev.sluice.simulator.SimulatorServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds the example, loads it and calls with it. */
class PluginsTest {
  private static final Path EXAMPLE = Path.of("..", "examples", "provider-plugin", "src", "main");
  private static final String SERVICE = "META-INF/services/" + ProviderPlugin.class.getName();

  @TempDir Path folder;

  @Test
  void shouldCallAProviderThatIsNotBuiltIn() throws Exception {
    // Given
    jar("acme.jar", compiled());
    Plugins plugins = Plugins.load(folder);
    assertThat(plugins.names()).containsExactly("acme");
    try (SimulatorServer simulator = SimulatorServer.start(SimulatorConfig.defaults())) {
      Endpoint endpoint = endpoint(plugins, simulator.url());
      assertThat(endpoint.headers()).containsEntry("x-acme-key", "a-key");
      assertThat(
              endpoint
                  .dialect()
                  .path(Canonical.request("openai"), new ProviderCall("m", "house", null, false)))
          .isEqualTo("/acme/v1/chat/completions");

      // When
      TrialOutcome outcome;
      try (ProviderTrial trial = new ProviderTrial(endpoint, Duration.ofSeconds(20))) {
        outcome = trial.call("gpt-4o-mini");
      }

      // Then
      assertThat(outcome).isInstanceOf(TrialOutcome.Answered.class);
    }
  }

  @Test
  void shouldSayThatAPluginIsNotHere() {
    assertThat(
            Endpoints.of(
                    List.of(house("http://127.0.0.1:1")),
                    reference -> reference.resolve(Map.of("ACME_KEY", "a-key")),
                    new ProviderTypes(Plugins.NONE)::adapterOf)
                .find("house"))
        .isInstanceOfSatisfying(
            EndpointLookup.PluginMissing.class,
            missing ->
                assertThat(missing.reason()).contains("house", "plugin:acme", "workers.plugins"));
  }

  @Test
  void shouldDoWithoutAFolder() throws IOException {
    assertThat(Plugins.load(folder.resolve("nothing")).names()).isEmpty();
    assertThat(Plugins.load(folder).names()).isEmpty();
  }

  @Test
  void shouldNameAJarThatIsNoPlugin() throws IOException {
    jar("other.jar", Map.of("readme.txt", bytes("hello")));

    assertThatThrownBy(() -> Plugins.load(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("other.jar is no plugin")
        .hasMessageContaining(SERVICE);
  }

  @Test
  void shouldNameAJarWhoseClassIsNotThere() throws IOException {
    jar("broken.jar", Map.of(SERVICE, bytes("com.example.Gone")));

    assertThatThrownBy(() -> Plugins.load(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("broken.jar cannot be loaded")
        .hasMessageContaining("com.example.Gone");
  }

  @Test
  void shouldNotTakeTwoOfTheSameName() throws Exception {
    jar("one.jar", compiled());
    jar("two.jar", compiled());

    assertThatThrownBy(() -> Plugins.load(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("two.jar has a plugin acme, and another jar has it, too");
  }

  private static Endpoint endpoint(Plugins plugins, String url) {
    EndpointLookup found =
        Endpoints.of(
                List.of(house(url)),
                reference -> reference.resolve(Map.of("ACME_KEY", "a-key")),
                new ProviderTypes(plugins)::adapterOf)
            .find("house");
    return ((EndpointLookup.Found) found).endpoint();
  }

  private static Provider house(String url) {
    return new Provider(
        "house",
        ProviderType.PLUGIN,
        URI.create(url),
        SecretReference.parse("env:ACME_KEY").orElseThrow(),
        "house",
        new CallTerms(null, null, null, ProviderApi.CHAT, "acme"));
  }

  /** The files of the example's jar. */
  private Map<String, byte[]> compiled() throws IOException {
    Path classes = Files.createTempDirectory(folder, "classes");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> arguments = new ArrayList<>(List.of("-d", classes.toString()));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path"), "-proc:none"));
    try (Stream<Path> sources = Files.walk(EXAMPLE.resolve("java"))) {
      sources
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::toString)
          .forEach(arguments::add);
    }
    assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new))).isZero();
    Map<String, byte[]> files = new TreeMap<>();
    for (Path root : List.of(classes, EXAMPLE.resolve("resources"))) {
      try (Stream<Path> all = Files.walk(root)) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          files.put(root.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    return files;
  }

  private void jar(String name, Map<String, byte[]> files) throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve(name));
        JarOutputStream jar = new JarOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        jar.putNextEntry(new JarEntry(file.getKey()));
        jar.write(file.getValue());
        jar.closeEntry();
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
