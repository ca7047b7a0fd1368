package dev.sluice.ingress.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallerHeadersTest {
  private static final long DEFAULT_MS = 600_000;

  @Test
  void shouldTakeDefaultsWhereNothingIsGiven() {
    assertThat(CallerHeaders.read(headers(), DEFAULT_MS))
        .isEqualTo(
            new CallerHeaders.Outcome.Read(
                new CallerHeaders(DEFAULT_MS, java.util.List.of(), "", "")));
  }

  @Test
  void shouldReadDeadlineTagsUserAndTrace() {
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    CallerHeaders headers =
        read(
            "x-sluice-deadline-ms", "2500",
            "x-sluice-tags", "team:b, a.1 ,a.1,,c_x-y",
            "x-sluice-user", " kim ",
            "traceparent", trace);

    assertThat(headers.deadlineMs()).isEqualTo(2500);
    assertThat(headers.tags()).containsExactly("a.1", "c_x-y", "team:b");
    assertThat(headers.user()).isEqualTo("kim");
    assertThat(headers.traceparent()).isEqualTo(trace);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "1.5", "abc", "3600001", "99999999999999999999", "1e3"})
  void shouldRefuseADeadlineThatIsNone(String deadline) {
    assertThat(wrong("x-sluice-deadline-ms", deadline)).isEqualTo("x-sluice-deadline-ms");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "é", "a/b", "a;b", "<x>"})
  void shouldRefuseTagsWithOtherCharacters(String tag) {
    assertThat(wrong("x-sluice-tags", tag)).isEqualTo("x-sluice-tags");
  }

  @Test
  void shouldRefuseTooManyAndTooLongTags() {
    String many =
        IntStream.rangeClosed(1, 17).mapToObj(Integer::toString).collect(Collectors.joining(","));

    assertThat(wrong("x-sluice-tags", many)).isEqualTo("x-sluice-tags");
    assertThat(wrong("x-sluice-tags", "a".repeat(65))).isEqualTo("x-sluice-tags");
    assertThat(read("x-sluice-tags", "a".repeat(64)).tags()).hasSize(1);
  }

  @Test
  void shouldRefuseAUserThatIsTooLongOrHasControlCharacters() {
    assertThat(wrong("x-sluice-user", "x".repeat(257))).isEqualTo("x-sluice-user");
    assertThat(wrong("x-sluice-user", "a\tb")).isEqualTo("x-sluice-user");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
      })
  void shouldDropATraceContextThatIsNone(String trace) {
    assertThat(read("traceparent", trace).traceparent()).isEmpty();
  }

  @Test
  void shouldTakeTheTagsOfAllHeadersTogether() {
    assertThat(read("x-sluice-tags", "b,a", "x-sluice-tags", "c,a").tags())
        .containsExactly("a", "b", "c");
  }

  @ParameterizedTest
  @CsvSource({"x-sluice-user,kim,lee", "x-sluice-deadline-ms,10,20"})
  void shouldRefuseTwoWordsWhereOneCounts(String name, String one, String other) {
    assertThat(wrong(name, one, name, other)).isEqualTo(name);
  }

  @Test
  void shouldSeeHeadersThatNameAProject() {
    assertThat(CallerHeaders.namesProject(headers("X-Sluice-Project", "other")))
        .contains("x-sluice-project");
    assertThat(CallerHeaders.namesProject(headers("x-sluice-account", "")))
        .contains("x-sluice-account");
    assertThat(CallerHeaders.namesProject(headers("openai-project", "p", "x-sluice-user", "u")))
        .isEmpty();
  }

  private static CallerHeaders read(String... namesAndValues) {
    return ((CallerHeaders.Outcome.Read) CallerHeaders.read(headers(namesAndValues), DEFAULT_MS))
        .headers();
  }

  private static String wrong(String... namesAndValues) {
    return ((CallerHeaders.Outcome.Wrong) CallerHeaders.read(headers(namesAndValues), DEFAULT_MS))
        .header();
  }

  private static MultiMap headers(String... namesAndValues) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return headers;
  }
}
