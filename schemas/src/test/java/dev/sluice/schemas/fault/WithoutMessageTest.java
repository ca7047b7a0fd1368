package dev.sluice.schemas.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class WithoutMessageTest {
  @Test
  void shouldTellClassesAndFramesAndNoMessage() {
    RuntimeException failure =
        new IllegalArgumentException(
            "bad header value: sk-outer", new IllegalStateException("sk-inner"));
    StringWriter printed = new StringWriter();

    WithoutMessage.of(failure).printStackTrace(new PrintWriter(printed, true));

    assertThat(printed.toString())
        .contains(
            "java.lang.IllegalArgumentException",
            "java.lang.IllegalStateException",
            "shouldTellClassesAndFramesAndNoMessage")
        .doesNotContain("sk-outer", "sk-inner");
  }
}
