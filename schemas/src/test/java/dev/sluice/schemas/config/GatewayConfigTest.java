package dev.sluice.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.control.ConfigEntry;
import dev.sluice.schemas.money.ModelFacts;
import dev.sluice.schemas.money.ModelPrice;
import dev.sluice.schemas.money.PriceBooks;
import dev.sluice.schemas.money.PriceTier;
import dev.sluice.schemas.money.Rate;
import dev.sluice.schemas.usage.TokenClass;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayConfigTest {
  private static final String HASH = VirtualKey.hashOf("sk-sluice-test");
  private static final String FILE =
      """
      defaults: { deadline: 100s }
      providers:
        openai: { api_key: env:K }
        house: { type: openai-compatible, base_url: http://h/v1, price: { input: 0.1, output: 0.2 } }
      models:
        assistant:
          deployments:
            - { use: openai/gpt-4o, timeout: 20s, first_token_timeout: 5s }
            - use: house/llama
      projects:
        search: { keys: [ { name: ci, hash: "sha256:%s" } ] }
        other: {}
      accounts: { acme: { projects: [search] } }
      """
          .formatted(HASH);

  private static List<ConfigObject> objects(String text) {
    LoadOutcome outcome =
        SluiceFileLoader.loadText("f", text, Map.of("K", "x"), EnumSet.allOf(Role.class));
    if (outcome instanceof LoadOutcome.Invalid invalid) {
      throw new AssertionError(invalid.report());
    }
    return ConfigObjects.fromFile(((LoadOutcome.Loaded) outcome).file());
  }

  private static ConfigEntry entry(ConfigObject object) {
    return entry(object.kind(), object.name(), object.bodyJson());
  }

  private static ConfigEntry entry(String kind, String name, String body) {
    return ConfigEntry.newBuilder()
        .setKind(kind)
        .setName(name)
        .setBodyJson(body)
        .setManagedBy("file")
        .setCommandId("")
        .build();
  }

  private static ConfigEntry deletion(String kind, String name) {
    ConfigEntry entry = entry(kind, name, "");
    entry.setDeleted(true);
    return entry;
  }

  private static GatewayConfig fold(List<ConfigObject> objects) {
    GatewayConfig config = GatewayConfig.empty();
    long offset = 0;
    for (ConfigObject object : objects) {
      config = config.with(entry(object), offset++);
    }
    return config;
  }

  private static GatewayConfig configured() {
    return fold(objects(FILE));
  }

  @Test
  void shouldTakeFactsBesidePricesFromTheFile() {
    String price = "price: { input: 0.1, output: 0.2";
    GatewayConfig config =
        fold(
            objects(
                FILE.replace(
                    price, price + ", context_window: 8_192, max_output: 1_024, images: true")));

    assertThat(config.priceBook().lookup("house", "llama").orElseThrow().facts())
        .isEqualTo(new ModelFacts(8_192L, 1_024L, null, true, null));
  }

  @Test
  void shouldTakePricesOfLongPromptsFromTheFile() {
    String price = "price: { input: 0.1, output: 0.2";
    GatewayConfig config =
        fold(
            objects(
                FILE.replace(
                    price,
                    price + ", cache_write_1h: 0.3, tiers: [ { above: 200_000, input: 0.4 } ]")));
    ModelPrice llama = config.priceBook().lookup("house", "llama").orElseThrow();

    assertThat(llama.rate(TokenClass.CACHE_WRITE_1H)).contains(Rate.parse("0.3"));
    assertThat(llama.tiers())
        .containsExactly(new PriceTier(200_000, Map.of(TokenClass.INPUT, Rate.parse("0.4"))));
  }

  @Test
  void shouldBeEmptyBeforeTheFirstRecord() {
    GatewayConfig empty = GatewayConfig.empty();
    assertThat(empty.appliedOffset()).isEqualTo(-1);
    assertThat(empty.defaults()).isEqualTo(CallDefaults.BUILT_IN);
    assertThat(empty.priceBook().version()).isEqualTo(PriceBooks.builtInVersion());
    assertThat(empty.models()).isEmpty();
    assertThat(empty.resolve("openai/gpt-4o")).isInstanceOf(Resolution.UnknownModel.class);
    assertThat(empty.keyByHash(HASH)).isEmpty();
  }

  @Test
  void shouldReadWhatTheFileSays() {
    GatewayConfig config = configured();
    assertThat(config.problems()).isEmpty();
    assertThat(config.appliedOffset()).isEqualTo(objects(FILE).size() - 1);
    assertThat(config.defaults().deadline()).hasSeconds(100);
    assertThat(config.projects()).extracting(Project::name).containsExactly("other", "search");
    assertThat(config.account("search")).isEqualTo("acme");
    assertThat(config.account("other")).isEqualTo("other");
    assertThat(config.providers())
        .extracting(Provider::name)
        .containsExactly("house", "openai", "simulator");
    assertThat(config.provider("simulator").orElseThrow().baseUrl())
        .isEqualTo(URI.create("http://127.0.0.1:8099/v1"));
    assertThat(config.keyByHash(HASH)).contains(VirtualKey.of("ci", "search", HASH));
    assertThat(config.keyByHash(HASH.replace('0', '1'))).isEmpty();
  }

  @Test
  void shouldGiveDeploymentsInTheirOrder() {
    Resolution.Chain chain = (Resolution.Chain) configured().resolve("assistant");
    assertThat(chain.deployments())
        .extracting(Deployment::id)
        .containsExactly("openai/gpt-4o", "house/llama");
    assertThat(chain.deployments().getFirst().timeouts())
        .isEqualTo(
            new Timeouts(
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofSeconds(20)));
    assertThat(chain.deployments().getLast().timeouts().total()).hasSeconds(100);
  }

  @Test
  void shouldServeAnyModelOfAnEnabledProvider() {
    Resolution.Chain chain = (Resolution.Chain) configured().resolve("simulator/org/echo");
    assertThat(chain.deployments()).hasSize(1);
    assertThat(chain.deployments().getFirst().id()).isEqualTo("simulator/org/echo");
    assertThat(chain.deployments().getFirst().providerModel()).isEqualTo("org/echo");
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "asistant, assistant",
    "gpt-4o, openai/gpt-4o",
    "opnai/gpt-4o, openai/gpt-4o",
    "opnai/gpt-9, openai/gpt-4o",
    "mistral/large, ''",
    "'', ''",
    "openai/, ''"
  })
  void shouldNameTheNearestModels(String requested, String nearest) {
    Resolution resolution = configured().resolve(requested);
    assertThat(resolution).isInstanceOf(Resolution.UnknownModel.class);
    List<String> names = ((Resolution.UnknownModel) resolution).nearest();
    assertThat(names.isEmpty() ? "" : names.getFirst()).isEqualTo(nearest);
  }

  @Test
  void shouldSkipDeploymentsWhoseProviderIsGone() {
    GatewayConfig config = configured().with(deletion("provider", "openai"), 100);
    Resolution.Chain chain = (Resolution.Chain) config.resolve("assistant");
    assertThat(chain.deployments()).extracting(Deployment::id).containsExactly("house/llama");
    GatewayConfig none = config.with(deletion("provider", "house"), 101);
    assertThat(none.resolve("assistant"))
        .isEqualTo(new Resolution.NoProvider("assistant", List.of("openai", "house")));
    assertThat(none.appliedOffset()).isEqualTo(101);
  }

  @Test
  void shouldKeepOutWhatIsMalformedEvenWhereItReplacesSomethingGood() {
    GatewayConfig before = configured();
    GatewayConfig config =
        before
            .with(entry("provider", "openai", "{\"type\":\"openai\",\"base_url\":7}"), 50)
            .with(entry("model", "assistant", "not json"), 51)
            .with(entry("colour", "red", "{}"), 52)
            .with(
                entry(
                    "provider",
                    "p",
                    "{\"type\":\"openai\",\"base_url\":\"http://h\",\"api_key\":\"sk-123456789\"}"),
                53)
            .with(entry("key", "key_x", "{\"id\":\"key_y\"}"), 54);
    assertThat(config.provider("openai")).isEmpty();
    assertThat(config.problems().keySet())
        .containsExactly(
            "colour/red", "key/key_x", "model/assistant", "provider/openai", "provider/p");
    assertThat(config.problems().toString()).doesNotContain("sk-123456789");
    assertThat(before.provider("openai")).isPresent();
    GatewayConfig mended =
        config.with(entry(objects(FILE).get(1)), 55).with(deletion("colour", "red"), 56);
    assertThat(mended.provider("openai")).isPresent();
    assertThat(mended.problems()).doesNotContainKeys("provider/openai", "colour/red");
  }

  @Test
  void shouldComeToTheSameInAnyOrder() {
    List<ConfigObject> objects = new ArrayList<>(objects(FILE));
    GatewayConfig expected = fold(objects);
    Collections.shuffle(objects, new Random(7));
    GatewayConfig shuffled = fold(objects);
    assertThat(shuffled.problems()).isEmpty();
    assertThat(shuffled.resolve("assistant")).isEqualTo(expected.resolve("assistant"));
    assertThat(shuffled.models()).isEqualTo(expected.models());
    assertThat(shuffled.keyByHash(HASH)).isEqualTo(expected.keyByHash(HASH));
    assertThat(shuffled.priceBook().version()).isEqualTo(expected.priceBook().version());
  }

  @Test
  void shouldPriceByTheBookOfTheFile() {
    GatewayConfig config = configured();
    String version = config.priceBook().version();
    assertThat(version).startsWith("2026-07-24.2+");
    assertThat(config.priceBook().lookup("house", "llama").orElseThrow().rate(TokenClass.OUTPUT))
        .contains(Rate.parse("0.2"));
    assertThat(config.priceBook(version).orElseThrow().version()).isEqualTo(version);
    assertThat(config.priceBook("2026-07-24")).isPresent();
    assertThat(config.priceBook("2026-07-24.2+000000000000")).isEmpty();
    GatewayConfig without = config.with(deletion("price-book", version), 99);
    assertThat(without.priceBook().version()).isEqualTo(PriceBooks.builtInVersion());
    assertThat(without.problems()).containsKey("price-book/current");
  }

  @Test
  void shouldNotFindKeysOfAProjectThatIsGone() {
    assertThat(configured().with(deletion("project", "search"), 99).keyByHash(HASH)).isEmpty();
  }

  @Test
  void shouldFindRevokedKeysAndSayThatTheyAreNotUsable() {
    Instant now = Instant.parse("2026-11-22T00:00:00Z");
    VirtualKey key = configured().keyByHash(HASH).orElseThrow();
    assertThat(key.isUsable(now)).isTrue();
    VirtualKey revoked = new VirtualKey(key.id(), "ci", "search", HASH, true, null, null);
    GatewayConfig config = configured().with(entry(ConfigObjects.of(revoked)), 99);
    assertThat(config.keyByHash(HASH).orElseThrow().isUsable(now)).isFalse();
    VirtualKey expired = new VirtualKey(key.id(), "ci", "search", HASH, false, now, null);
    assertThat(expired.isUsable(now)).isFalse();
    assertThat(expired.isUsable(now.minusMillis(1))).isTrue();
  }

  @Test
  void shouldListConfiguredModelsFirstAndThenChatModelsOfTheCatalogue() {
    List<ListedModel> models = configured().models();
    assertThat(models.getFirst()).isEqualTo(new ListedModel("assistant", "openai"));
    assertThat(models)
        .contains(new ListedModel("simulator/echo", "simulator"))
        .contains(new ListedModel("openai/gpt-4o-mini", "openai"))
        .contains(new ListedModel("openai/text-embedding-3-small", "openai"))
        .doesNotHaveDuplicates()
        .hasSizeLessThanOrEqualTo(2_000);
  }

  @Test
  void shouldWriteBodiesThatReadBackTheSame() {
    for (ConfigObject object : objects(FILE)) {
      ParsedObject parsed = ConfigObjects.parse(object.kind(), object.name(), object.bodyJson());
      assertThat(parsed).as(object.key()).isInstanceOf(ParsedObject.Parsed.class);
      assertThat(ConfigObjects.of(((ParsedObject.Parsed) parsed).body())).isEqualTo(object);
    }
    assertThat(objects(FILE)).isEqualTo(objects(FILE));
  }

  @Test
  void shouldKeepTheTextOfObjects() {
    assertThat(objects(FILE))
        .contains(
            new ConfigObject(
                "provider",
                "openai",
                "{\"type\":\"openai\",\"base_url\":\"https://api.openai.com/v1\",\"api_key\":\"env:K\"}"),
            new ConfigObject(
                "model",
                "assistant",
                "{\"strategy\":\"priority\",\"deployments\":[{\"use\":\"openai/gpt-4o\","
                    + "\"timeout_ms\":20000,\"first_token_timeout_ms\":5000},{\"use\":\"house/llama\"}]}"),
            new ConfigObject("project", "search", "{\"name\":\"search\"}"),
            new ConfigObject("account", "acme", "{\"projects\":[\"search\"]}"),
            new ConfigObject(
                "key",
                "key_" + HASH.substring(0, 12),
                "{\"id\":\"key_"
                    + HASH.substring(0, 12)
                    + "\",\"name\":\"ci\",\"project\":\"search\","
                    + "\"hash\":\""
                    + HASH
                    + "\",\"revoked\":false}"));
  }

  @Test
  void shouldIgnoreFieldsThatItDoesNotKnow() {
    assertThat(ConfigObjects.parse("project", "p", "{\"name\":\"p\",\"colour\":\"red\"}"))
        .isEqualTo(new ParsedObject.Parsed(new Project("p")));
  }
}
