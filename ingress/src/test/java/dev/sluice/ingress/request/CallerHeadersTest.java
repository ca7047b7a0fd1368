package dev.sluice.ingress.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerHeadersTest {
  private static final long DEFAULT_MS = 600_000;

  @Test
  void shouldTakeDefaultsWhereNothingIsGiven() {
    assertThat(CallerHeaders.read(null, null, null, null, DEFAULT_MS))
        .isEqualTo(
            new CallerHeaders.Outcome.Read(
                new CallerHeaders(DEFAULT_MS, java.util.List.of(), "", "")));
  }

  @Test
  void shouldReadDeadlineTagsUserAndTrace() {
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    CallerHeaders headers = read("2500", "team:b, a.1 ,a.1,,c_x-y", " kim ", trace);

    assertThat(headers.deadlineMs()).isEqualTo(2500);
    assertThat(headers.tags()).containsExactly("a.1", "c_x-y", "team:b");
    assertThat(headers.user()).isEqualTo("kim");
    assertThat(headers.traceparent()).isEqualTo(trace);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "1.5", "abc", "3600001", "99999999999999999999", "1e3"})
  void shouldRefuseADeadlineThatIsNone(String deadline) {
    assertThat(wrong(CallerHeaders.read(deadline, null, null, null, DEFAULT_MS)))
        .isEqualTo("x-sluice-deadline-ms");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "é", "a/b", "a;b", "<x>"})
  void shouldRefuseTagsWithOtherCharacters(String tag) {
    assertThat(wrong(CallerHeaders.read(null, tag, null, null, DEFAULT_MS)))
        .isEqualTo("x-sluice-tags");
  }

  @Test
  void shouldRefuseTooManyAndTooLongTags() {
    String many =
        IntStream.rangeClosed(1, 17).mapToObj(Integer::toString).collect(Collectors.joining(","));

    assertThat(wrong(CallerHeaders.read(null, many, null, null, DEFAULT_MS)))
        .isEqualTo("x-sluice-tags");
    assertThat(wrong(CallerHeaders.read(null, "a".repeat(65), null, null, DEFAULT_MS)))
        .isEqualTo("x-sluice-tags");
    assertThat(read(null, "a".repeat(64), null, null).tags()).hasSize(1);
  }

  @Test
  void shouldRefuseAUserThatIsTooLongOrHasControlCharacters() {
    assertThat(wrong(CallerHeaders.read(null, null, "x".repeat(257), null, DEFAULT_MS)))
        .isEqualTo("x-sluice-user");
    assertThat(wrong(CallerHeaders.read(null, null, "a\tb", null, DEFAULT_MS)))
        .isEqualTo("x-sluice-user");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
      })
  void shouldDropATraceContextThatIsNone(String trace) {
    assertThat(read(null, null, null, trace).traceparent()).isEmpty();
  }

  private static CallerHeaders read(
      @Nullable String deadline,
      @Nullable String tags,
      @Nullable String user,
      @Nullable String trace) {
    return ((CallerHeaders.Outcome.Read)
            CallerHeaders.read(deadline, tags, user, trace, DEFAULT_MS))
        .headers();
  }

  private static String wrong(CallerHeaders.Outcome outcome) {
    return ((CallerHeaders.Outcome.Wrong) outcome).header();
  }
}
