package dev.sluice.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.money.NanoDollars;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Budgets, limits and terms of keys in the bodies of objects. */
class AllowancesJsonTest {
  private static final String HASH =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  private static final String KEY_BODY =
      "{\"id\":\"key_0123456789ab\",\"name\":\"ci\",\"project\":\"search\",\"hash\":\""
          + HASH
          + "\",\"revoked\":false}";

  /** Made anew with each call, so that nothing is the same object. */
  private static Allowances everything() {
    Budget whole =
        new Budget(
            "month",
            new NanoDollars(100_000_000_001L),
            Cycle.WEEKLY,
            ZoneId.of("Europe/Berlin"),
            Each.USER,
            new Matching("openai/*", "", "ci", "nightly"),
            false,
            List.of(50, 100),
            128);
    Budget silent =
        new Budget(
            "silent",
            NanoDollars.ofUsd(new BigDecimal("0.5")),
            Cycle.TOTAL,
            ZoneId.of("UTC"),
            Each.NONE,
            new Matching("", "ann", "", ""),
            true,
            List.of(),
            1);
    RateLimit all =
        new RateLimit("all", Each.NONE, Matching.ANY, new RateLimit.Bounds(1L, 2L, 3L, 4L, 5L));
    RateLimit some =
        new RateLimit(
            "some",
            Each.TAG,
            new Matching("assistant", "", "", ""),
            new RateLimit.Bounds(null, 200_000L, null, null, null));
    return new Allowances(
        List.of(whole, silent, Budget.of("plain", Budget.MOST, Cycle.MONTHLY)), List.of(all, some));
  }

  static List<ConfigBody> bodies() {
    KeyTerms terms =
        new KeyTerms(
            List.of("openai/*", "assistant"),
            List.of("10.0.0.0/8", "2001:db8::/32"),
            "Ann, search team",
            List.of("ci", "nightly"),
            everything());
    Instant time = Instant.parse("2027-01-31T00:00:00Z");
    return List.of(
        new Project("search", everything()),
        new Account("acme", List.of("other", "search"), everything()),
        new VirtualKey(VirtualKey.idOf(HASH), "ci", "search", HASH, false, time, time, terms));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void shouldReadBackTheSame(ConfigBody body) {
    ConfigObject object = ConfigObjects.of(body);

    assertThat(ConfigObjects.parse(object.kind(), object.name(), object.bodyJson()))
        .isEqualTo(new ParsedObject.Parsed(body));
  }

  @Test
  void shouldWriteEqualTextForEqualBodies() {
    Stream<ConfigObject> again = bodies().stream().map(ConfigObjects::of);

    assertThat(bodies().stream().map(ConfigObjects::of)).containsExactlyElementsOf(again.toList());
  }

  @Test
  void shouldKeepTheText() {
    Budget budget = Budget.of("monthly", NanoDollars.ofUsd(BigDecimal.TEN), Cycle.MONTHLY);
    RateLimit limit =
        new RateLimit(
            "user",
            Each.USER,
            new Matching("openai/*", "", "", ""),
            new RateLimit.Bounds(10L, null, null, null, 2L));

    ConfigObject object =
        ConfigObjects.of(new Project("p", new Allowances(List.of(budget), List.of(limit))));

    assertThat(object.bodyJson())
        .isEqualTo(
            "{\"name\":\"p\",\"budgets\":[{\"name\":\"monthly\",\"limit_usd\":\"10\","
                + "\"cycle\":\"monthly\",\"timezone\":\"UTC\",\"hard\":true,"
                + "\"alerts\":[80,90,100],\"min_output_tokens\":64}],"
                + "\"limits\":[{\"name\":\"user\",\"each\":\"user\","
                + "\"for\":{\"model\":\"openai/*\"},\"rpm\":10,\"concurrency\":2}]}");
  }

  @Test
  void shouldReadBodiesOfOlderBuilds() {
    assertThat(ConfigObjects.parse("project", "p", "{\"name\":\"p\"}"))
        .isEqualTo(new ParsedObject.Parsed(new Project("p")));
    assertThat(ConfigObjects.parse("account", "a", "{\"projects\":[\"p\"]}"))
        .isEqualTo(new ParsedObject.Parsed(new Account("a", List.of("p"))));
    assertThat(ConfigObjects.parse("key", "key_0123456789ab", KEY_BODY))
        .isEqualTo(new ParsedObject.Parsed(VirtualKey.of("ci", "search", HASH)));
  }

  @Test
  void shouldWriteWhatOlderBuildsWroteWhereThereIsNothingNew() {
    assertThat(ConfigObjects.of(VirtualKey.of("ci", "search", HASH)).bodyJson())
        .isEqualTo(KEY_BODY);
  }

  @Test
  void shouldTakeDefaultsForWhatABudgetDoesNotSay() {
    String body = "{\"budgets\":[{\"name\":\"b\",\"limit_usd\":\"1\"}]}";

    assertThat(ConfigObjects.parse("project", "p", body))
        .isEqualTo(
            new ParsedObject.Parsed(
                new Project(
                    "p",
                    new Allowances(
                        List.of(Budget.of("b", new NanoDollars(1_000_000_000), Cycle.MONTHLY)),
                        List.of()))));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{'budgets':{}} | budgets is a list",
        "{'budgets':[1]} | budgets is a list of objects",
        "{'budgets':[{'limit_usd':'1'}]} | name is missing",
        "{'budgets':[{'name':'b'}]} | limit_usd is missing",
        "{'budgets':[{'name':'b','limit_usd':1}]} | limit_usd is text",
        "{'budgets':[{'name':'b','limit_usd':'one'}]} | limit_usd is an amount",
        "{'budgets':[{'name':'b','limit_usd':'0.0000000001'}]} | at most nine decimals",
        "{'budgets':[{'name':'b','limit_usd':'0'}]} | limit is above 0",
        "{'budgets':[{'name':'b','limit_usd':'1','cycle':'x'}]} | cycle is daily",
        "{'budgets':[{'name':'b','limit_usd':'1','timezone':'x'}]} | timezone is a zone",
        "{'budgets':[{'name':'b','limit_usd':'1','each':'x'}]} | each is user",
        "{'budgets':[{'name':'b','limit_usd':'1','for':1}]} | for is an object",
        "{'budgets':[{'name':'b','limit_usd':'1','for':{'user':1}}]} | user is text",
        "{'budgets':[{'name':'b','limit_usd':'1','hard':1}]} | hard is true or false",
        "{'budgets':[{'name':'b','limit_usd':'1','alerts':['x']}]} | list of whole numbers",
        "{'budgets':[{'name':'b','limit_usd':'1','alerts':[99999999999]}]} | percentages",
        "{'limits':[{'name':'l'}]} | at least one of rpm",
        "{'limits':[{'name':'l','rpm':'1'}]} | rpm is a whole number",
        "{'limits':[{'name':'l','rpm':1},{'name':'l','tpm':1}]} | two limits are called l"
      })
  void shouldCallABodyMalformed(String body, String why) {
    ParsedObject parsed = ConfigObjects.parse("project", "p", body.replace('\'', '"'));

    assertThat(parsed).isInstanceOf(ParsedObject.Malformed.class);
    assertThat(parsed.toString()).contains(why);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        ",'networks':['10.0.0.1/8'] | no bits set behind its prefix",
        ",'models':['a b'] | a model name",
        ",'tags':['a b'] | a tag",
        ",'owner':1 | owner is text"
      })
  void shouldCallAKeyMalformed(String terms, String why) {
    String body = KEY_BODY.replace("}", terms.replace('\'', '"') + "}");

    ParsedObject parsed = ConfigObjects.parse("key", "key_0123456789ab", body);

    assertThat(parsed).isInstanceOf(ParsedObject.Malformed.class);
    assertThat(parsed.toString()).contains(why);
  }
}
