package dev.sluice.schemas.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsagesTest {
  private static TokenUsage.Builder told() {
    return TokenUsage.newBuilder().setSource(UsageSource.PROVIDER);
  }

  @Test
  void shouldTellNothingFromUnknown() {
    assertThat(Usages.totalTokens(Usages.none())).hasValue(0);
    assertThat(Usages.totalTokens(Usages.unknown())).isEmpty();
    assertThat(Usages.isKnown(Usages.none())).isTrue();
    assertThat(Usages.isKnown(Usages.unknown())).isFalse();
    assertThat(Usages.isKnown(told().setInput(3L).build())).isFalse();
  }

  @Test
  void shouldAddUpDisjointClasses() {
    TokenUsage usage =
        told()
            .setInput(1L)
            .setCachedInput(2L)
            .setCacheWrite(3L)
            .setCacheWrite1h(4L)
            .setAudioInput(5L)
            .setOutput(10L)
            .setReasoning(20L)
            .setAudioOutput(30L)
            .build();
    assertThat(Usages.inputTokens(usage)).hasValue(15);
    assertThat(Usages.outputTokens(usage)).hasValue(60);
    assertThat(Usages.totalTokens(usage)).hasValue(75);
  }

  @Test
  void shouldFillInOnlyWhatNobodyTold() {
    TokenUsage whole = told().setInput(1L).setOutput(2L).build();
    assertThat(Usages.withEstimates(whole, 100, 200)).isSameAs(whole);

    TokenUsage inputOnly = told().setInput(1L).setCachedInput(5L).build();
    TokenUsage filled = Usages.withEstimates(inputOnly, 100, 200);
    assertThat(filled.getSource()).isEqualTo(UsageSource.ESTIMATED);
    assertThat(Usages.inputTokens(filled)).hasValue(6);
    assertThat(Usages.outputTokens(filled)).hasValue(200);

    assertThat(Usages.withEstimates(Usages.unknown(), 100, 200))
        .isEqualTo(Usages.estimated(100, 200));
    assertThat(inputOnly.getSource()).isEqualTo(UsageSource.PROVIDER);
  }
}
