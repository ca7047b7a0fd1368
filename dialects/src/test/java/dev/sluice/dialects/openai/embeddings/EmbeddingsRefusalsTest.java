package dev.sluice.dialects.openai.embeddings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialects.api.ReadRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** What is told of a request for embeddings that is too long for the table of refused bodies. */
final class EmbeddingsRefusalsTest {
  @Test
  void shouldRefuseMoreInputsThanACallTakes() {
    // Given
    String many = String.join(",", Collections.nCopies(2049, "\"a\""));
    String body = "{\"model\":\"m\",\"input\":[" + many + "]}";

    // When
    var refused =
        (ReadRequest.Refused) new EmbeddingsCaller().read(body.getBytes(StandardCharsets.UTF_8));

    // Then
    assertThat(refused.errors())
        .containsExactly(
            new ReadRequest.FieldError(
                "input",
                "Invalid 'input': array too long. Expected an array with maximum length 2048, but"
                    + " got an array with length 2049 instead.",
                "array_above_max_length"));
  }
}
