package dev.sluice.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The description of what callers find, beside what they find. */
class CallersOpenApiTest {
  private static Set<String> described() {
    Set<String> described = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : Description.document().path("paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(
              method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
    }
    return described;
  }

  @Test
  void shouldDescribeTheRoutesThatThereAreAndNoOthers() {
    // Given
    Set<String> routes =
        Arrays.stream(Route.values())
            .map(route -> route.method() + " " + route.template())
            .collect(Collectors.toCollection(TreeSet::new));

    // When
    Set<String> described = described();

    // Then
    assertThat(described).isEqualTo(routes);
  }

  @Test
  void shouldDescribePathsThatAServerAnswers() throws Exception {
    try (RunningIngress ingress = new RunningIngress();
        HttpClient client = HttpClient.newHttpClient()) {
      for (String line : described()) {
        // Given
        String method = line.substring(0, line.indexOf(' '));
        String path = line.substring(line.indexOf(' ') + 1).replace("{model}", "assistant");

        // When
        HttpResponse<String> reply = call(client, ingress, method, path);

        // Then
        assertThat(reply.statusCode()).as(line).isEqualTo(path.startsWith("/v1") ? 401 : 200);
      }
    }
  }

  @Test
  void shouldBeServedAsItIsToCallersWithoutAKey() throws Exception {
    try (RunningIngress ingress = new RunningIngress();
        HttpClient client = HttpClient.newHttpClient()) {
      // Given
      ingress.state = new Serving.State.NotReady("nothing is there yet");

      // When
      HttpResponse<String> reply = call(client, ingress, "GET", "/openapi.json");

      // Then
      assertThat(reply.statusCode()).isEqualTo(200);
      assertThat(reply.headers().firstValue("content-type")).hasValue("application/json");
      assertThat(reply.body()).isEqualTo(Description.text());
    }
  }

  @Test
  void shouldBeAValidDocument() {
    // Given
    ParseOptions options = new ParseOptions();
    options.setResolve(true);

    // When
    SwaggerParseResult result =
        new OpenAPIV3Parser().readContents(Description.text(), null, options);

    // Then
    assertThat(result.getMessages()).isEmpty();
    assertThat(result.getOpenAPI().getOpenapi()).isEqualTo("3.1.0");
    assertThat(result.getOpenAPI().getPaths()).hasSameSizeAs(Description.document().path("paths"));
  }

  @Test
  void shouldReferToWhatIsThereAndUseAllOfIt() {
    // Given
    JsonNode document = Description.document();
    Set<String> parts = new TreeSet<>();
    for (String kind : List.of("parameters", "headers", "responses", "schemas")) {
      document
          .at("/components/" + kind)
          .fieldNames()
          .forEachRemaining(name -> parts.add("#/components/" + kind + "/" + name));
    }

    // When
    Set<String> references = new TreeSet<>(document.findValuesAsText("$ref"));

    // Then
    assertThat(references).isEqualTo(parts);
  }

  @Test
  void shouldNameEachOperationOnceAndTellItsErrors() {
    List<JsonNode> operations =
        Description.document().path("paths").valueStream().flatMap(JsonNode::valueStream).toList();

    assertThat(operations.stream().map(operation -> operation.path("operationId").asText()))
        .doesNotHaveDuplicates()
        .allMatch(id -> !id.isEmpty());
    assertThat(operations)
        .allSatisfy(operation ->
            assertThat(operation.path("responses").properties()).hasSizeGreaterThan(1));
  }

  @Test
  void shouldTellEachHeaderOfItsOwn() {
    // Given
    Stream<CharSequence> own =
        Stream.of(
            Headers.REQUEST_ID,
            Headers.DEPLOYMENT,
            Headers.ATTEMPTS,
            Headers.COST,
            Headers.CACHE,
            Headers.BUDGET,
            Headers.CLAMPED,
            Headers.DROPPED,
            Headers.QUEUED);

    // When
    JsonNode told = Description.document().at("/paths/~1v1~1messages/post/responses/200/headers");

    // Then
    assertThat(own.map(CharSequence::toString)).allMatch(told::has);
    assertThat(
            Description.document()
                .at("/paths/~1v1~1messages~1count_tokens/post/responses/200/headers")
                .has(Headers.USAGE.toString()))
        .isTrue();
  }

  private static HttpResponse<String> call(
      HttpClient client, RunningIngress ingress, String method, String path)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher body =
        method.equals("POST")
            ? HttpRequest.BodyPublishers.ofString("{}")
            : HttpRequest.BodyPublishers.noBody();
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ingress.port() + path))
            .method(method, body)
            .build(),
        BodyHandlers.ofString());
  }
}
