package dev.sluice.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.control.ConfigEntry;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigReferencesTest {
  private static final String HASH = VirtualKey.hashOf("k");

  private static GatewayConfig config() {
    GatewayConfig config = GatewayConfig.empty();
    long offset = 0;
    for (ConfigBody body :
        List.of(
            new Project("search"),
            new Project("shop"),
            new Account("acme", List.of("search")),
            new Provider("openai", ProviderType.OPENAI, URI.create("http://h/v1"), null),
            model("m", "openai"),
            VirtualKey.of("ci", "search", HASH))) {
      ConfigObject object = ConfigObjects.of(body);
      config =
          config.with(
              ConfigEntry.newBuilder()
                  .setKind(object.kind())
                  .setName(object.name())
                  .setBodyJson(object.bodyJson())
                  .build(),
              offset++);
    }
    return config;
  }

  private static ModelRoute model(String name, String provider) {
    return new ModelRoute(
        name, Strategy.PRIORITY, List.of(new DeploymentUse(provider, "x", null, null, null, null)));
  }

  static Stream<Arguments> problems() {
    return Stream.of(
        Arguments.of(VirtualKey.of("ci", "shop", HASH), ""),
        Arguments.of(VirtualKey.of("ci", "serach", HASH), "did you mean 'search'?"),
        Arguments.of(new Account("acme", List.of("search", "shop")), ""),
        Arguments.of(new Account("two", List.of("search")), "is in account 'acme' already"),
        Arguments.of(new Account("shop", List.of()), "that is not in the account"),
        Arguments.of(new Project("acme"), "that the project is not in"),
        Arguments.of(model("n", "openia"), "did you mean 'openai'?"),
        Arguments.of(model("n", "openai"), ""),
        Arguments.of(new CurrentPriceBook("none"), "there is no price book 'none'"),
        Arguments.of(
            new AdminKey("t", HASH, AdminRole.PROJECT_ADMIN, List.of("nowhere")),
            "there is no project 'nowhere'"));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void shouldSayWhatIsNotThere(ConfigBody body, String expected) {
    String problem = ConfigReferences.problem(body, config()).orElse("");

    assertThat(problem.isEmpty()).isEqualTo(expected.isEmpty());
    assertThat(problem).contains(expected);
  }

  @Test
  void shouldFindWhoNamesAnObject() {
    assertThat(ConfigReferences.users(ConfigKind.PROJECT, "search", config()))
        .containsExactly("account/acme", "key/" + VirtualKey.idOf(HASH));
    assertThat(ConfigReferences.users(ConfigKind.PROVIDER, "openai", config()))
        .containsExactly("model/m");
    assertThat(ConfigReferences.users(ConfigKind.PROJECT, "shop", config())).isEmpty();
  }

  @Test
  void shouldRefuseFieldsThatNobodyKnowsOnlyWhereAPersonWroteThem() {
    String body = "{\"limits\":[{\"name\":\"l\",\"rpm\":1,\"tmp\":2}]}";

    assertThat(ConfigObjects.parse("project", "p", body)).isInstanceOf(ParsedObject.Parsed.class);
    assertThat(ConfigObjects.parseStrictly("project", "p", body))
        .isEqualTo(
            new ParsedObject.Malformed(
                "the body of project/'p' is wrong: there is no field limits[0].tmp; did you mean"
                    + " tpm?"));
  }
}
