package dev.sluice.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every link of the pages leads to a file that is there. */
class PagesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

  static Stream<Path> pages() throws IOException {
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
        Stream<Path> bench = Files.list(ROOT.resolve("bench"))) {
      return Stream.of(top.toList(), docs.toList(), bench.toList())
          .flatMap(List::stream)
          .filter(path -> path.toString().endsWith(".md"))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void shouldLinkToWhatIsThere(Path page) throws IOException {
    List<String> dead = new ArrayList<>();
    Matcher links = LINK.matcher(Files.readString(page));
    while (links.find()) {
      String target = links.group(1);
      if (!target.startsWith("http") && !Files.exists(page.resolveSibling(target))) {
        dead.add(target);
      }
    }
    assertThat(dead).as("dead links of %s", ROOT.relativize(page)).isEmpty();
  }
}
