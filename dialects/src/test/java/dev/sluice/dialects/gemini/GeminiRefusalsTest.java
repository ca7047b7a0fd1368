package dev.sluice.dialects.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.dialects.JsonAssert;
import dev.sluice.dialects.api.ErrorReply;
import dev.sluice.dialects.api.ProviderCall;
import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.api.ReplyContext;
import dev.sluice.dialects.api.RequestTarget;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.schemas.error.ErrorInfo;
import dev.sluice.schemas.error.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller is told when its request is refused, here or by the router. */
final class GeminiRefusalsTest {
  private static final GeminiDialect DIALECT = new GeminiDialect();
  private static final ReplyContext CONTEXT = new ReplyContext("req-1", "assistant", 1, false);

  @ParameterizedTest
  @CsvSource({
    "BUDGET_EXCEEDED,429,RESOURCE_EXHAUSTED,x-should-retry,false,''",
    "RATE_LIMITED,429,RESOURCE_EXHAUSTED,retry-after,3,2.001s",
    "UNPRICED,400,FAILED_PRECONDITION,x-should-retry,false,''"
  })
  void shouldSayWhetherToTryAgain(
      ErrorKind kind, int code, String status, String header, String value, String delay) {
    ErrorInfo error = Canonical.error(kind, 0, "words");
    error.setRetryAfterMs(2001L);

    ErrorReply reply = DIALECT.error(error, CONTEXT);

    assertThat(reply.status()).isEqualTo(code);
    assertThat(reply.headers()).isEqualTo(Map.of(header, value));
    JsonNode told = JsonAssert.parse(reply.body()).path("error");
    assertThat(told.path("code").asInt()).isEqualTo(code);
    assertThat(told.path("status").asText()).isEqualTo(status);
    assertThat(told.path("message").asText()).isEqualTo("words");
    assertThat(told.at("/details/0/retryDelay").asText()).isEqualTo(delay);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'contents':1}|contents|expected a list of contents",
        "{'contents':[]}|contents|not specified",
        "{}|contents|not specified",
        "{'contents':[{'role':'boss','parts':[]}]}|contents[0].role|a valid role",
        "{'contents':[{'parts':[7]}]}|contents[0].parts[0]|expected a part",
        "{'contents':[{'parts':[]}],'tools':{}}|tools|expected a list of tools",
        "{'contents':[{'parts':[]}],'generation_config':{'topK':0.5}}"
            + "|generationConfig.topK|a whole number",
        "{'contents':[{'parts':[]}],'generationConfig':{'stopSequences':[1]}}"
            + "|generationConfig.stopSequences|a list of strings",
        "{'contents':[{'parts':[]}],'cached_content':'cachedContents/7'}"
            + "|cachedContent|send the contents themselves"
      })
  void shouldNameTheFieldThatIsWrong(String body, String field, String why) {
    ErrorReply reply = DIALECT.refusal(refused("/v1beta/models/m:generateContent", body), CONTEXT);

    assertThat(reply.status()).isEqualTo(400);
    JsonNode error = JsonAssert.parse(reply.body()).path("error");
    assertThat(error.path("status").asText()).isEqualTo("INVALID_ARGUMENT");
    assertThat(error.path("message").asText()).contains(why);
    assertThat(error.at("/details/0/fieldViolations/0/field").asText()).isEqualTo(field);
  }

  @Test
  void shouldRefuseAPathWithoutAModelOrWithAnotherMethod() {
    String body = "{'contents':[{'parts':[{'text':'x'}]}]}";

    assertThat(refused("/v1beta/models:generateContent", body).errors().getFirst().message())
        .contains("names no model");
    assertThat(refused("/v1beta/models/m:embedContent", body).errors().getFirst().message())
        .contains("no method");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1beta/models/gemini-2.5-flash:generateContent,gemini-2.5-flash,false",
    "/v1beta/models/openai/gpt-4o:streamGenerateContent?alt=sse,openai/gpt-4o,true",
    "/v1beta/models/house%2Fllama3:8b:generateContent,house/llama3:8b,false",
    "/v1/projects/p/locations/l/publishers/google/models/m:generateContent,m,false",
    "/v1beta/tunedModels/mine:generateContent,tunedModels/mine,false"
  })
  void shouldReadModelAndStreamingFromThePath(String path, String model, boolean stream) {
    String body = "{\"model\":\"models/other\",\"contents\":[{\"parts\":[{\"text\":\"x\"}]}]}";
    var parsed =
        (ReadRequest.Parsed)
            DIALECT.read(RequestTarget.of(path), body.getBytes(StandardCharsets.UTF_8));

    assertThat(parsed.requestedModel()).isEqualTo(model);
    assertThat(parsed.stream()).isEqualTo(stream);
    assertThat(parsed.includeUsage()).isTrue();
    assertThat(RequestTarget.of(path).asksFor("alt", "sse")).isEqualTo(stream);
  }

  @ParameterizedTest
  @CsvSource({
    "gemini-2.5-flash,/models/gemini-2.5-flash:generateContent",
    "models/gemini-2.5-flash,/models/gemini-2.5-flash:generateContent",
    "tunedModels/mine,/tunedModels/mine:generateContent",
    "../../x?a=b#c,/models/..%2F..%2Fx%3Fa%3Db%23c:generateContent",
    "a b%2F,/models/a%20b%252F:generateContent"
  })
  void shouldLeaveThePathOfTheModelsWhateverItsName(String model, String path) {
    var call = new ProviderCall(model, "google", null, false);

    assertThat(DIALECT.path(Canonical.request("openai"), call)).isEqualTo(path);
  }

  private static ReadRequest.Refused refused(String path, String body) {
    return (ReadRequest.Refused)
        DIALECT.read(
            RequestTarget.of(path), body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
