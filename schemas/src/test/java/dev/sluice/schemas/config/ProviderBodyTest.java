package dev.sluice.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A provider that comes over the admin API is held to what a file is held to. */
class ProviderBodyTest {
  private static final String KEYS = "\"access_key_id\":\"env:A\",\"secret_access_key\":\"env:B\"";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`\"type\":\"bedrock\",KEYS`|region is missing",
        "`\"type\":\"openai\",\"region\":\"us-east-1\",KEYS`|only calls of type bedrock are signed",
        "`\"type\":\"bedrock\",\"region\":\"us-east-1\",\"access_key_id\":\"env:A\"`|go together",
        "`\"type\":\"bedrock\",\"region\":\"us/east\",KEYS`|region is a region",
        "`\"type\":\"openai\",\"api_version\":\"../x\"`|api_version is a version",
        "`\"type\":\"openai\",\"api\":\"responses\",\"api_version\":\"v1\"`|is for the api chat",
        "`\"type\":\"plugin\"`|type is one that this version knows",
        "`\"type\":\"plugin:No Name\"`|type is one that this version knows",
      })
  void shouldSayWhatIsWrong(String fields, String why) {
    String body = "{\"base_url\":\"https://h\"," + fields.replace("KEYS", KEYS) + "}";

    assertThat(BodyJson.readStrictly("provider", "house", body))
        .isInstanceOfSatisfying(
            ParsedObject.Malformed.class, wrong -> assertThat(wrong.reason()).contains(why));
  }

  @Test
  void shouldComeBackFromABody() {
    String body = "{\"type\":\"plugin:acme\",\"base_url\":\"https://h\",\"api_key\":\"env:K\"}";
    Provider provider =
        (Provider) ((ParsedObject.Parsed) BodyJson.readStrictly("provider", "house", body)).body();

    assertThat(provider.plugin()).isEqualTo("acme");
    assertThat(BodyJson.read("provider", "house", BodyJson.write(provider)))
        .isEqualTo(new ParsedObject.Parsed(provider));
  }
}
