package dev.sluice.ingress.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.ingress.http.TestConfig;
import dev.sluice.ingress.virtualkey.KeyHolder;
import dev.sluice.schemas.config.Allowances;
import dev.sluice.schemas.config.KeyTerms;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributionTest {
  private static final List<String> NONE = List.of();

  @Test
  void shouldTakeTheBodysUserBeforeTheHeaders() {
    assertThat(read("\"user\":\"kim\"", "lee", NONE, NONE).user()).isEqualTo("kim");
    assertThat(read("\"user\":\"\"", "lee", NONE, NONE).user()).isEqualTo("lee");
    assertThat(read("\"n\":1", "", NONE, NONE).user()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"257,false", "256,true"})
  void shouldBoundTheUserOfTheBody(int length, boolean fine) {
    Attribution.Outcome outcome = of("\"user\":\"" + "u".repeat(length) + "\"", "", NONE, NONE);

    assertThat(outcome instanceof Attribution.Outcome.Read).isEqualTo(fine);
    if (outcome instanceof Attribution.Outcome.Wrong(String param, String message)) {
      assertThat(param).isEqualTo("user");
      assertThat(message).startsWith("Invalid 'user'").contains("at most 256 characters");
    }
  }

  @Test
  void shouldMakeTagsOfFeatureAndTeam() {
    Attribution read =
        read(
            "\"metadata\":{\"team\":\"core\",\"feature\":\"chat.v2\",\"other\":\"a b\",\"n\":7}",
            "",
            List.of("z", "feature:chat.v2"),
            NONE);

    assertThat(read.tags()).containsExactly("feature:chat.v2", "team:core", "z");
    assertThat(read.metadata())
        .containsOnlyKeys("team", "feature", "other")
        .containsEntry("other", "a b");
  }

  @Test
  void shouldTakeNoTagOfANull() {
    assertThat(read("\"metadata\":{\"feature\":null}", "", NONE, NONE).tags()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "feature|\"a b\"|only letters",
        "feature|\"a,team:x\"|only letters",
        "team|\"\\n\"|only letters",
        "team|\"é\"|only letters",
        "team|\"\"|expected a text",
        "feature|7|expected a text",
        "feature|{}|expected a text",
        "feature|[\"a\"]|expected a text"
      })
  void shouldRefuseMetadataThatCanBeNoTag(String key, String value, String words) {
    Attribution.Outcome outcome =
        of("\"metadata\":{\"" + key + "\":" + value + "}", "", NONE, NONE);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Attribution.Outcome.Wrong.class,
            wrong -> {
              assertThat(wrong.param()).isEqualTo("metadata." + key);
              assertThat(wrong.message()).startsWith("Invalid 'metadata." + key + "'");
              assertThat(wrong.message()).contains(words, key + ":<text>");
            });
  }

  @ParameterizedTest
  @CsvSource({"56,true", "57,false"})
  void shouldCountTheNameIntoTheLengthOfATag(int length, boolean fine) {
    String body = "\"metadata\":{\"feature\":\"" + "f".repeat(length) + "\"}";

    assertThat(of(body, "", NONE, NONE) instanceof Attribution.Outcome.Read).isEqualTo(fine);
  }

  @Test
  void shouldAddTheTagsOfTheKey() {
    assertThat(read("\"n\":1", "", List.of("b", "k"), List.of("k", "a")).tags())
        .containsExactly("a", "b", "k");
  }

  @Test
  void shouldRefuseMoreTagsThanThereMayBeWithThoseOfTheKey() {
    List<String> own = IntStream.range(10, 20).mapToObj(n -> "own-" + n).toList();
    List<String> key = IntStream.range(10, 16).mapToObj(n -> "key-" + n).toList();

    assertThat(read("\"n\":1", "", own, key).tags())
        .containsExactlyElementsOf(Stream.concat(key.stream(), own.stream()).toList());
    assertThat(of("\"metadata\":{\"team\":\"one\"}", "", own, key))
        .isEqualTo(
            new Attribution.Outcome.Wrong(
                "x-sluice-tags",
                "Invalid 'x-sluice-tags': expected at most 16 tags, those of metadata and the 6 of"
                    + " the virtual key included."));
  }

  private static Attribution read(
      String field, String userHeader, List<String> tagHeader, List<String> keyTags) {
    return ((Attribution.Outcome.Read) of(field, userHeader, tagHeader, keyTags)).attribution();
  }

  private static Attribution.Outcome of(
      String field, String userHeader, List<String> tagHeader, List<String> keyTags) {
    String body =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]," + field + "}";
    var parsed =
        (ReadRequest.Parsed) new OpenAiDialect().read(body.getBytes(StandardCharsets.UTF_8));
    KeyTerms terms = new KeyTerms(List.of(), List.of(), "", keyTags, Allowances.NONE);
    KeyHolder holder = KeyHolder.of(TestConfig.key("sk-any", terms), "search");
    CallerHeaders headers = new CallerHeaders(1000, tagHeader, userHeader, "");
    return Attribution.of(parsed.request(), new Caller("request-1", holder, headers, 0));
  }
}
