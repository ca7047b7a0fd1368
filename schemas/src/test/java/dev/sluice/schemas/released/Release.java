package dev.sluice.schemas.released;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * What one release wrote: a folder with a self-contained schema per topic or payload encoding. It
 * is never changed again.
 *
 * @param version name of the folder
 * @param schemas by the names of {@link CurrentSchemas#all()}
 */
record Release(String version, Map<String, Schema> schemas) {
  static final Path FOLDER = Path.of("src", "main", "avro-released");
  private static final String ENDING = ".avsc";

  Release {
    schemas = Map.copyOf(schemas);
  }

  /** Every release that the folder holds. */
  static List<Release> all(Path folder) throws IOException {
    List<Release> releases = new ArrayList<>();
    try (Stream<Path> versions = Files.list(folder)) {
      for (Path version : versions.filter(Files::isDirectory).sorted().toList()) {
        releases.add(read(version));
      }
    }
    return releases;
  }

  /**
   * Adds a release to the folder.
   *
   * @throws FileAlreadyExistsException if that version was released before
   */
  static void write(Path folder, String version, Map<String, Schema> schemas) throws IOException {
    Path target = folder.resolve(version);
    Files.createDirectories(folder);
    Files.createDirectory(target);
    for (Map.Entry<String, Schema> schema : schemas.entrySet()) {
      Files.writeString(
          target.resolve(schema.getKey() + ENDING), schema.getValue().toString(true) + '\n');
    }
  }

  private static Release read(Path version) throws IOException {
    Map<String, Schema> schemas = new TreeMap<>();
    try (Stream<Path> files = Files.list(version)) {
      for (Path file : files.filter(path -> path.toString().endsWith(ENDING)).toList()) {
        String name = file.getFileName().toString();
        schemas.put(
            name.substring(0, name.length() - ENDING.length()),
            new Schema.Parser().parse(Files.readString(file)));
      }
    }
    return new Release(version.getFileName().toString(), schemas);
  }
}
