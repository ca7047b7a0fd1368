package dev.sluice.schemas.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorKindTest {
  @ParameterizedTest
  @EnumSource
  void shouldReadItsWireNameBack(ErrorKind kind) {
    assertThat(ErrorKind.ofWireName(kind.wireName())).isEqualTo(kind);
  }

  @Test
  void shouldTakeANameOfALaterVersionForInternal() {
    assertThat(ErrorKind.ofWireName("made_up_later")).isEqualTo(ErrorKind.INTERNAL);
  }
}
