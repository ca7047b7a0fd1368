package dev.sluice.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Providers that a file or the environment only names. */
class CatalogueProvidersTest {
  private static final Set<Role> ALL = EnumSet.allOf(Role.class);

  private static LoadOutcome load(String providers, Map<String, String> environment) {
    return SluiceFileLoader.loadText("f", "providers: " + providers, environment, ALL);
  }

  private static List<Provider> good(LoadOutcome outcome) {
    return ((LoadOutcome.Loaded) outcome)
        .file().objects().providers().stream().map(ProviderSettings::provider).toList();
  }

  private static Provider one(String providers, Map<String, String> environment) {
    return good(load(providers, environment)).getFirst();
  }

  private static String problem(String providers) {
    List<ConfigProblem> problems = ((LoadOutcome.Invalid) load(providers, Map.of())).problems();
    assertThat(problems).hasSize(1);
    return problems.getFirst().text();
  }

  @Test
  void shouldNeedOnlyTheNameOfAProviderOfTheCatalogue() {
    for (String text : List.of("{ groq: {} }", "\n  groq:\n")) {
      assertThat(one(text, Map.of("GROQ_API_KEY", "set")))
          .isEqualTo(
              new Provider(
                  "groq",
                  ProviderType.OPENAI,
                  URI.create("https://api.groq.com/openai/v1"),
                  new SecretReference.Env("GROQ_API_KEY")));
    }
  }

  @Test
  void shouldEnableGroqByItsVariableWithoutAFile() {
    Map<String, String> environment = Map.of("GROQ_API_KEY", "set", "GITHUB_TOKEN", "set");

    assertThat(good(SluiceFileLoader.withoutFile(environment, ALL)))
        .extracting(Provider::name)
        .containsExactly("groq");
  }

  @Test
  void shouldEnableNothingBesideAFile() {
    assertThat(good(load("{ ollama: {} }", Map.of("GROQ_API_KEY", "set"))))
        .extracting(Provider::name)
        .containsExactly("ollama");
  }

  @Test
  void shouldNeedNoCredentialForAServerOfOnesOwn() {
    Map<String, String> environment = Map.of("OLLAMA_API_KEY", "set");

    assertThat(one("{ ollama: {} }", environment).baseUrl())
        .isEqualTo(URI.create("http://localhost:11434/v1"));
    assertThat(one("{ ollama: {} }", environment).credential()).isEmpty();
    assertThat(one("{ vllm: { api_key: env:OLLAMA_API_KEY } }", environment).credential())
        .isPresent();
  }

  @Test
  void shouldSayWhichVariableIsNotSet() {
    assertThat(problem("{ groq: {} }"))
        .isEqualTo(
            "f:1:14 providers.groq.api_key: the environment variable GROQ_API_KEY is not set - set it"
                + " for this process");
  }

  @Test
  void shouldAskForAnAddressThatHasSomethingOfOnesOwn() {
    String key = "api_key: file:/dev/null/none";

    assertThat(((LoadOutcome.Invalid) load("{ azure-openai: { " + key + " } }", Map.of())).report())
        .contains(
            "providers.azure-openai.base_url: is missing: in the address of Azure OpenAI there is"
                + " something of your own - write base_url:"
                + " https://{resource}.openai.azure.com/openai/v1 with your {resource}");
    Provider azure =
        one(
            "{ azure-openai: { base_url: 'https://x.openai.azure.com/openai/v1' } }",
            Map.of("AZURE_API_KEY", "set"));
    assertThat(azure.credential()).contains(new SecretReference.Env("AZURE_API_KEY"));
    assertThat(azure.known().orElseThrow().access().scheme().text()).isEqualTo("api-key");
  }

  @Test
  void shouldNeverSendTheCustomaryCredentialElsewhere() {
    assertThat(
            one("{ groq: { base_url: 'http://p/v1' } }", Map.of("GROQ_API_KEY", "set"))
                .credential())
        .isEmpty();
  }

  @Test
  void shouldFindBedrockByItsRegion() {
    Provider bedrock =
        one("{ bedrock: { region: eu-west-1 } }", Map.of("AWS_BEARER_TOKEN_BEDROCK", "set"));

    assertThat(bedrock.baseUrl())
        .isEqualTo(URI.create("https://bedrock-runtime.eu-west-1.amazonaws.com"));
    assertThat(bedrock.credential()).contains(new SecretReference.Env("AWS_BEARER_TOKEN_BEDROCK"));
    assertThat(bedrock.signing()).isEmpty();
  }

  @Test
  void shouldSignWithAnAccessKey() {
    String keys = "access_key_id: env:ID, secret_access_key: env:KEY, session_token: env:TOKEN";
    Map<String, String> environment = Map.of("ID", "set", "KEY", "set", "TOKEN", "set");

    Provider aws =
        one(
            "{ aws: { type: bedrock, base_url: 'https://bedrock-runtime.us-west-2.amazonaws.com', "
                + keys
                + " } }",
            environment);

    assertThat(aws.region()).contains("us-west-2");
    assertThat(aws.credential()).isEmpty();
    assertThat(aws.references())
        .extracting(SecretReference::text)
        .containsExactly("env:ID", "env:KEY", "env:TOKEN");
    ConfigObject object = ConfigObjects.of(aws);
    assertThat(ConfigObjects.parseStrictly("provider", "aws", object.bodyJson()))
        .isEqualTo(new ParsedObject.Parsed(aws));
  }

  @Test
  void shouldTakeTheResourceOfAzureForItsAddress() {
    Map<String, String> environment = Map.of("AZURE_API_KEY", "set");
    String resource = "base_url: 'https://r.openai.azure.com";

    Provider v1 = one("{ azure-openai: { " + resource + "' } }", environment);
    Provider whole = one("{ azure-openai: { " + resource + "/openai/v1' } }", environment);
    Provider old =
        one(
            "{ azure-openai: { " + resource + "/openai/v1', api_version: 2024-10-21 } }",
            environment);

    assertThat(v1.baseUrl()).isEqualTo(URI.create("https://r.openai.azure.com/openai/v1"));
    assertThat(whole).isEqualTo(v1);
    assertThat(v1.apiVersion()).isEmpty();
    assertThat(old.baseUrl()).isEqualTo(URI.create("https://r.openai.azure.com"));
    assertThat(old.apiVersion()).contains("2024-10-21");
    ConfigObject object = ConfigObjects.of(old);
    assertThat(ConfigObjects.parseStrictly("provider", "azure-openai", object.bodyJson()))
        .isEqualTo(new ParsedObject.Parsed(old));
  }

  @Test
  void shouldTakeTheFactsOfAnother() {
    Provider second = one("{ groq-eu: { like: groq, api_key: env:EU } }", Map.of("EU", "set"));

    assertThat(second.baseUrl()).isEqualTo(URI.create("https://api.groq.com/openai/v1"));
    assertThat(second.known().map(KnownProvider::name)).contains("groq");
    ConfigObject object = ConfigObjects.of(second);
    assertThat(object.bodyJson()).contains("\"like\":\"groq\"");
    assertThat(ConfigObjects.parseStrictly("provider", "groq-eu", object.bodyJson()))
        .isEqualTo(new ParsedObject.Parsed(second));
  }

  @Test
  void shouldCallOverTheApiThatIsWritten() {
    Provider responses =
        one("{ openai-r: { like: openai, api_key: env:K, api: responses } }", Map.of("K", "set"));

    assertThat(responses.api()).isEqualTo(ProviderApi.RESPONSES);
    ConfigObject object = ConfigObjects.of(responses);
    assertThat(object.bodyJson()).contains("\"api\":\"responses\"");
    assertThat(ConfigObjects.parseStrictly("provider", "openai-r", object.bodyJson()))
        .isEqualTo(new ParsedObject.Parsed(responses));
    assertThat(
            ConfigObjects.parse(
                "provider",
                "c",
                "{\"type\":\"cohere\",\"base_url\":\"http://h\",\"api\":\"responses\"}"))
        .isNotInstanceOf(ParsedObject.Parsed.class);
  }

  @Test
  void shouldTakeNoFactsForOnesOwnUnderANameOfTheCatalogue() {
    Provider own =
        one("{ writer: { type: openai-compatible, base_url: 'http://h/v1' } }", Map.of());

    assertThat(own.known()).isEmpty();
    assertThat(ConfigObjects.parse("provider", "writer", ConfigObjects.of(own).bodyJson()))
        .isEqualTo(new ParsedObject.Parsed(own));
  }

  @Test
  void shouldRefuseWhatContradictsItself() {
    assertThat(problem("{ a: { like: grok } }"))
        .contains(
            "providers.a.like: there is no provider 'grok' in the catalogue - did you mean 'groq'?");
    assertThat(problem("{ a: { like: groq, type: openai, base_url: 'http://h/v1' } }"))
        .contains("providers.a.type: like says it already - take one of them out");
  }

  @Test
  void shouldSayThatAProviderOfTheCatalogueIsToBeAdded() {
    LoadOutcome outcome =
        SluiceFileLoader.loadText(
            "f", "models: { a: { deployments: [ { use: groq/llama } ] } }", Map.of(), ALL);

    assertThat(((LoadOutcome.Invalid) outcome).report())
        .contains("there is no provider 'groq' - add groq: {} to providers");
  }
}
