package dev.sluice.router.batch;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a batch author may speak. */
enum BatchDialect {
  CHAT("openai-chat"),
  EMBEDDINGS("openai-embeddings"),
  RERANK("rerank");

  private final String wireName;

  BatchDialect(String wireName) {
    this.wireName = wireName;
  }

  /** Name in the record that the author writes. */
  String wireName() {
    return wireName;
  }

  /** {@code Payload.encoding} of its bodies. */
  String encoding() {
    return wireName + "/json";
  }

  static Optional<BatchDialect> of(String wireName) {
    return Arrays.stream(values()).filter(each -> each.wireName.equals(wireName)).findFirst();
  }

  /** All names, for an error. */
  static String names() {
    return Arrays.stream(values()).map(BatchDialect::wireName).collect(Collectors.joining(", "));
  }
}
