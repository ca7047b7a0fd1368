package dev.sluice.provider.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialects.openai.OpenAiDialect;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointTest {
  private static Endpoint with(Map<String, String> headers) {
    return Endpoint.at("p", URI.create("http://h/v1"), headers, new OpenAiDialect());
  }

  @Test
  void shouldTakeItsCredentialOutOfWhatAProviderSays() {
    Endpoint bearer = with(Map.of("authorization", "Bearer sk-12345678"));
    Endpoint plain =
        with(Map.of("x-api-key", "sk-ant-12345678", "anthropic-version", "2023-06-01"));

    assertThat(bearer.withoutCredential("key sk-12345678, Bearer sk-12345678"))
        .isEqualTo("key ***, Bearer ***");
    assertThat(plain.withoutCredential("x-api-key sk-ant-12345678 of 2023-06-01"))
        .isEqualTo("x-api-key *** of 2023-06-01");
    assertThat(with(Map.of("x-goog-api-key", "AIza-12345678")).withoutCredential("AIza-12345678"))
        .isEqualTo("***");
  }

  @Test
  void shouldLeaveATextAloneWhereItHasNoCredential() {
    assertThat(with(Map.of()).withoutCredential("a text")).isEqualTo("a text");
    assertThat(with(Map.of("authorization", "Bearer x")).withoutCredential("x x")).isEqualTo("x x");
  }
}
