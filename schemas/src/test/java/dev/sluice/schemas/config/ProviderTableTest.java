package dev.sluice.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProviderTableTest {
  private static final Path PAGE = Path.of("..", "docs", "providers.md");
  private static final String BEGIN = "<!-- generated: the rest of the page -->\n";

  @Test
  void shouldEqualThePageInTheDocs() throws IOException {
    // Given
    String written = Files.readString(PAGE);
    String byHand = written.substring(0, written.indexOf(BEGIN) + BEGIN.length());

    // When
    String page = byHand + ProviderTable.markdown();

    // Then
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).hasContent(page);
  }
}
