package dev.sluice.launcher.command;

import dev.sluice.launcher.assembly.AllInOne;
import dev.sluice.launcher.assembly.FirstKey;
import dev.sluice.launcher.assembly.StartFailure;
import dev.sluice.schemas.config.Role;
import dev.sluice.schemas.config.SluiceFile;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice up}: a broker, a registry and all roles in this process. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Runs the whole gateway in one process, Kafka included.")
public final class UpCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--data", paramLabel = "DIR", description = "Data folder; made where missing.")
  private Path data = Path.of("sluice-data");

  @Override
  public Integer call() throws InterruptedException {
    long began = System.nanoTime();
    SluiceFile file = config.load(System.getenv(), EnumSet.allOf(Role.class));
    AllInOne gateway = AllInOne.start(file, System.getenv(), data);
    print(gateway, (System.nanoTime() - began) / 1_000_000);
    Optional<Throwable> failed = Running.untilStopped(gateway, gateway.beside());
    if (failed.isPresent()) {
      throw failed.get() instanceof StartFailure failure
          ? failure
          : new IllegalStateException("a stream beside the path did not start", failed.get());
    }
    return 0;
  }

  private void print(AllInOne gateway, long tookMs) {
    StringBuilder text = new StringBuilder();
    text.append("Sluice is ready (").append(tookMs / 100 / 10.0).append(" s).\n");
    line(text, "gateway", gateway.url());
    line(text, "admin", gateway.adminUrl());
    line(text, "kafka", gateway.connection().kafka().bootstrapServers());
    line(text, "schemas", gateway.connection().kafka().registryUrl());
    line(text, "data", data.toAbsolutePath().normalize().toString());
    gateway.firstKey().ifPresent(key -> describe(text, "key", key, "project default"));
    gateway.adminKey().ifPresent(key -> describe(text, "admin key", key, "role owner"));
    text.append("\nTry it:\n  curl ").append(gateway.url()).append("/chat/completions \\\n");
    text.append("    -H \"Authorization: Bearer ").append(keyExpression(gateway)).append("\" \\\n");
    text.append("    -H 'Content-Type: application/json' \\\n");
    text.append("    -d '{\"model\": \"simulator/echo\", \"messages\": ");
    text.append("[{\"role\": \"user\", \"content\": \"Hello, Sluice\"}]}'\n");
    System.out.print(text);
    System.out.flush();
  }

  private static void describe(StringBuilder text, String name, FirstKey key, String whose) {
    line(
        text,
        name,
        key.made()
            ? key.text() + "  (" + whose + "; shown this once, kept in " + key.file() + ")"
            : "in " + key.file());
  }

  private String keyExpression(AllInOne gateway) {
    return gateway.firstKey().map(key -> "$(cat " + key.file() + ")").orElse("$SLUICE_KEY");
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("  ")
        .append(name)
        .append(" ".repeat(11 - name.length()))
        .append(value)
        .append('\n');
  }
}
