package dev.sluice.schemas.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * Client of the Confluent Schema Registry REST API. Understands {@code schema.registry.url} (a list
 * of URLs is tried in turn), {@code auto.register.schemas} (false: look up only) and {@code
 * basic.auth.user.info} with {@code basic.auth.credentials.source=USER_INFO}.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private record SubjectSchema(String subject, Schema schema) {}

  private final List<String> urls;
  private final boolean register;
  private final String authorization;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final Map<SubjectSchema, Integer> ids = new ConcurrentHashMap<>();
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

  /** Reads Confluent's configuration keys; unknown ones are left alone. */
  public HttpSchemaRegistry(Map<String, ?> configuration) {
    urls =
        List.of(text(configuration, "schema.registry.url", "").split("\\s*,\\s*")).stream()
            .map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url)
            .toList();
    register = Boolean.parseBoolean(text(configuration, "auto.register.schemas", "true"));
    String userInfo = text(configuration, "basic.auth.user.info", "");
    authorization =
        userInfo.isEmpty()
            ? ""
            : "Basic "
                + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int idOf(String subject, Schema schema) {
    SubjectSchema key = new SubjectSchema(subject, schema);
    Integer known = ids.get(key);
    if (known != null) {
      return known;
    }
    String path =
        "/subjects/"
            + URLEncoder.encode(subject, StandardCharsets.UTF_8)
            + (register ? "/versions" : "");
    String body = JSON.createObjectNode().put("schema", schema.toString()).toString();
    int id = call("POST", path, body).path("id").asInt();
    ids.put(key, id);
    schemas.putIfAbsent(id, schema);
    return id;
  }

  @Override
  public Schema schemaOf(int id) {
    Schema known = schemas.get(id);
    if (known != null) {
      return known;
    }
    JsonNode answer = call("GET", "/schemas/ids/" + id, "");
    Schema schema = new Schema.Parser().parse(answer.path("schema").asText());
    schemas.put(id, schema);
    return schema;
  }

  private JsonNode call(String method, String path, String body) {
    RegistryException last = new RegistryException("no schema.registry.url is set", false);
    for (String url : urls) {
      try {
        HttpRequest.Builder request =
            HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(10))
                .header("Accept", CONTENT_TYPE)
                .header("Content-Type", CONTENT_TYPE);
        if (!authorization.isEmpty()) {
          request.header("Authorization", authorization);
        }
        request.method(
            method,
            body.isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body));
        HttpResponse<String> response =
            http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() == 200) {
          return JSON.readTree(response.body());
        }
        last =
            new RegistryException(
                "the schema registry at "
                    + url
                    + " answered "
                    + response.statusCode()
                    + " to "
                    + method
                    + ' '
                    + path
                    + ": "
                    + response.body(),
                response.statusCode() >= 500);
        if (response.statusCode() < 500) {
          throw last;
        }
      } catch (JsonProcessingException e) {
        last = new RegistryException("the schema registry at " + url + " sent no JSON", false);
      } catch (IOException e) {
        last =
            new RegistryException("the schema registry at " + url + " did not answer: " + e, true);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RegistryException("interrupted", true);
      }
    }
    throw last;
  }

  private static String text(Map<String, ?> configuration, String key, String otherwise) {
    Object value = configuration.get(key);
    return value == null ? otherwise : value.toString();
  }
}
