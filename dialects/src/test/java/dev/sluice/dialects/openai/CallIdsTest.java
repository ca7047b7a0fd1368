package dev.sluice.dialects.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CallIdsTest {
  @Test
  void shouldKeepAnIdThatFits() {
    assertThat(CallIds.ofNineCharacters("g6fVbXS8K")).isEqualTo("g6fVbXS8K");
  }

  @Test
  void shouldMakeTheSameIdOfTheSame() {
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 5000; i++) {
      String id = CallIds.ofNineCharacters("call_" + i);
      assertThat(id).matches("[0-9A-Za-z]{9}").isEqualTo(CallIds.ofNineCharacters("call_" + i));
      made.add(id);
    }
    assertThat(made).hasSize(5000);
    assertThat(CallIds.ofNineCharacters("")).hasSize(9);
    assertThat(CallIds.ofNineCharacters("äbcdefghi")).matches("[0-9A-Za-z]{9}");
  }
}
