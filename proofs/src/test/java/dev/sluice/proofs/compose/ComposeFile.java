package dev.sluice.proofs.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * {@code docker-compose.yml}, as far as this project uses the format.
 *
 * @param services in the order of the file
 */
record ComposeFile(List<ComposeService> services) {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(?::-([^}]*))?}");
  private static final String MERGE = "<<";

  ComposeFile {
    services = List.copyOf(services);
  }

  static ComposeFile read(Path file) throws IOException {
    Object document =
        new Load(LoadSettings.builder().setLabel(file.toString()).build())
            .loadFromString(Files.readString(file));
    List<ComposeService> services = new ArrayList<>();
    map(map(document).get("services"))
        .forEach((name, body) -> services.add(service(name, map(body))));
    return new ComposeFile(services);
  }

  Optional<ComposeService> service(String name) {
    return services.stream().filter(service -> service.name().equals(name)).findFirst();
  }

  private static ComposeService service(String name, Map<String, @Nullable Object> body) {
    Map<String, String> environment = new LinkedHashMap<>();
    map(body.get("environment")).forEach((key, value) -> environment.put(key, text(value)));
    return new ComposeService(
        name,
        text(body.get("image")),
        body.containsKey("build"),
        texts(body.get("command")),
        environment,
        body.get("depends_on") instanceof List<?> names
            ? texts(names)
            : List.copyOf(map(body.get("depends_on")).keySet()),
        mounted(texts(body.get("volumes"))));
  }

  private static Map<String, String> mounted(List<String> volumes) {
    Map<String, String> mounted = new LinkedHashMap<>();
    for (String volume : volumes) {
      List<String> parts = List.of(volume.split(":", -1));
      if (parts.getFirst().startsWith(".")) {
        mounted.put(parts.get(1), parts.getFirst());
      }
    }
    return mounted;
  }

  /** A map with what it merges; a key of its own wins. Empty where there is none. */
  private static Map<String, @Nullable Object> map(@Nullable Object value) {
    Map<String, @Nullable Object> merged = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      if (map.get(MERGE) != null) {
        merged.putAll(map(map.get(MERGE)));
      }
      map.forEach((key, each) -> {
        if (!MERGE.equals(key)) {
          merged.put(String.valueOf(key), each);
        }
      });
    }
    return merged;
  }

  private static List<String> texts(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().map(ComposeFile::text).toList()
        : List.of();
  }

  private static String text(@Nullable Object value) {
    return value == null
        ? ""
        : VARIABLE
            .matcher(value.toString())
            .replaceAll(found -> Matcher.quoteReplacement(standIn(found)));
  }

  private static String standIn(MatchResult found) {
    String otherwise = found.group(2);
    return otherwise == null ? "" : otherwise;
  }
}
