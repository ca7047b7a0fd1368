package dev.sluice.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page says what the golden cases show. Rewrites it with {@code -Dgolden.update=true}. */
class CompatibilityPageTest {
  private static final Path PAGE = Path.of("..", "docs", "compatibility.md");
  private static final String HEAD =
      """
      # What works with whom

      Made from the [golden cases](../golden/README.md) by `CompatibilityPageTest`: each mark is a case in which a caller of one dialect
      uses the feature and a provider of another one answers, in a test that compares all that arrives on either side. Recorded exchanges of real
      providers are played by the tests besides; [providers.md](providers.md) tells whose.

      | mark | |
      |---|---|
      | ✓ | a case shows it |
      | ✓− | a case shows it, another one shows a form of it that the provider is not told |
      | − | the provider is not told; it is left out and named, or refused, see [http.md](http.md#what-a-provider-cannot-do) |
      | | no case: it may work, nobody has looked |

      """;

  @Test
  void shouldSayWhatTheCasesShow() throws IOException {
    Map<String, Map<String, List<Feature.Seen>>> seen = seen();
    StringBuilder page = new StringBuilder(HEAD);
    seen.forEach((client, providers) -> table(page, client, providers));
    gaps(page, seen);

    if (GoldenCase.UPDATE) {
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE)).isEqualTo(page.toString());
  }

  /** By client dialect and provider dialect. */
  private static Map<String, Map<String, List<Feature.Seen>>> seen() throws IOException {
    Map<String, Map<String, List<Feature.Seen>>> seen = new TreeMap<>();
    try (Stream<Path> cases = GoldenCase.all()) {
      cases.forEach(folder -> {
        GoldenCase golden = new GoldenCase(folder, Fault.NONE);
        if (golden.chats()) {
          seen.computeIfAbsent(golden.clientName(), any -> new TreeMap<>())
              .computeIfAbsent(golden.providerName(), any -> new ArrayList<>())
              .add(golden.seen());
        }
      });
    }
    return seen;
  }

  private static void table(
      StringBuilder page, String client, Map<String, List<Feature.Seen>> providers) {
    page.append("## Callers of ").append(client).append("\n\n| |");
    providers.keySet().forEach(provider -> page.append(' ').append(provider).append(" |"));
    page.append("\n|---|").append("---|".repeat(providers.size())).append('\n');
    for (Feature feature : Feature.values()) {
      List<String> marks = providers.values().stream().map(cases -> mark(feature, cases)).toList();
      if (marks.stream().anyMatch(mark -> !mark.isEmpty())) {
        page.append("| ").append(feature.text()).append(" |");
        marks.forEach(mark -> page.append(mark.isEmpty() ? "" : ' ' + mark).append(" |"));
        page.append('\n');
      }
    }
    page.append('\n');
  }

  private static String mark(Feature feature, List<Feature.Seen> cases) {
    List<Feature.Seen> with = cases.stream().filter(feature::isIn).toList();
    long dropped = with.stream().filter(feature::isDropped).count();
    if (with.isEmpty()) {
      return "";
    }
    if (dropped == 0) {
      return "✓";
    }
    return dropped == with.size() ? "−" : "✓−";
  }

  private static void gaps(StringBuilder page, Map<String, Map<String, List<Feature.Seen>>> seen) {
    page.append("## What is not told\n\n");
    page.append("Parameters that the cases give and the provider's dialect has no words for.\n\n");
    page.append("| caller | provider | |\n|---|---|---|\n");
    seen.forEach((client, providers) ->
        providers.forEach((provider, cases) -> {
          Collection<String> all =
              cases.stream()
                  .flatMap(one -> one.dropped().stream())
                  .collect(Collectors.toCollection(TreeSet::new));
          if (!all.isEmpty()) {
            page.append("| ")
                .append(client)
                .append(" | ")
                .append(provider)
                .append(" | ")
                .append(
                    all.stream().map(name -> '`' + name + '`').collect(Collectors.joining(", ")))
                .append(" |\n");
          }
        }));
  }
}
