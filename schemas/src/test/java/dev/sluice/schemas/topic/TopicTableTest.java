package dev.sluice.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TopicTableTest {
  private static final Path PAGE = Path.of("..", "docs", "topics.md");

  @Test
  void shouldEqualThePageInTheDocs() throws IOException {
    // Given
    Topics topics =
        new Topics(
            Topics.DEFAULT_PREFIX,
            TopicSizing.cluster((short) 3, TopicSizing.DEFAULT_MAX_BODY_BYTES));

    // When
    String page = TopicTable.markdown(topics);

    // Then
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).hasContent(page);
  }

  @Test
  void shouldGiveTheTopicsThatTheRouterReadsByAccountOneCount() {
    Topics topics = new Topics("x.", TopicSizing.embedded(1 << 20));

    assertThat(topics.coPartitioned()).extracting(Topic::partitions).containsOnly(2);
  }

  @Test
  void shouldKeepTopicsOfAnalystsApartFromThoseWithContent() {
    Topics topics = new Topics("x.", TopicSizing.embedded(1 << 20));

    assertThat(topics.fixed())
        .filteredOn(topic -> topic.readers().contains("analysts"))
        .extracting(Topic::name)
        .allMatch(name ->
            name.startsWith("x.spend.")
                || name.startsWith("x.metrics.")
                || name.equals("x.budget.alerts")
                || name.equals("x.attempts")
                || name.equals("x.outcomes"));
  }

  @Test
  void shouldReadTheProjectBackFromTheTopicOfItsAuthors() {
    Topics topics = new Topics("x.", TopicSizing.embedded(1 << 20));
    String name = topics.batchRequests("search.v2").name();

    assertThat(topics.batchRequestsPattern().matcher(name).matches()).isTrue();
    assertThat(topics.projectOfBatchRequests(name)).contains("search.v2");
    assertThat(topics.projectOfBatchRequests("x.requests")).isEmpty();
    assertThat(topics.projectOfBatchRequests("x.batch..requests")).isEmpty();
  }
}
