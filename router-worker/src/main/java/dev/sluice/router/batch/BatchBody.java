package dev.sluice.router.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.schemas.usage.TokenEstimator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What routing needs of the body of a batch request. The rest is for the worker, which translates
 * it.
 *
 * @param maxOutputTokens null where the author set no limit
 * @param inputTokensBound upper bound of the input tokens
 */
record BatchBody(
    String model, @Nullable Long maxOutputTokens, int choices, long inputTokensBound, String user) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Reads the top level of a request; empty where it is none that names a model. */
  static Optional<BatchBody> of(BatchDialect dialect, String body) {
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      Reading reading = new Reading();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        parser.nextToken();
        reading.field(field, parser);
      }
      return parser.nextToken() == null ? reading.body(dialect, body) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static final class Reading {
    private String model = "";
    private @Nullable Long maxTokens;
    private @Nullable Long maxCompletionTokens;
    private int choices = 1;
    private String user = "";
    private String query = "";
    private int messages;
    private int elements;
    private int images;
    private int files;

    void field(String name, JsonParser parser) throws IOException {
      switch (name) {
        case "model" -> model = text(parser);
        case "user" -> user = text(parser);
        case "max_tokens" -> maxTokens = count(parser);
        case "max_completion_tokens" -> maxCompletionTokens = count(parser);
        case "n" -> {
          Long wanted = count(parser);
          choices = wanted == null ? 1 : (int) Math.clamp(wanted, 1, 1024);
        }
        case "messages" -> messages(parser);
        case "query" -> query = text(parser);
        case "input", "documents" -> elements(parser);
        default -> parser.skipChildren();
      }
    }

    private static String text(JsonParser parser) throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        return parser.getText();
      }
      parser.skipChildren();
      return "";
    }

    private static @Nullable Long count(JsonParser parser) throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        return parser.getLongValue();
      }
      parser.skipChildren();
      return null;
    }

    /** Of a list; anything else is one. */
    private void elements(JsonParser parser) throws IOException {
      elements = 1;
      if (parser.currentToken() == JsonToken.START_ARRAY) {
        elements = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          parser.skipChildren();
          elements++;
        }
      }
    }

    private void messages(JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        parser.skipChildren();
        return;
      }
      int depth = 1;
      while (depth > 0) {
        JsonToken token = parser.nextToken();
        if (token == null) {
          return;
        }
        if (token.isStructStart()) {
          if (depth == 1) {
            messages++;
          }
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        } else if (token == JsonToken.FIELD_NAME) {
          part(parser.currentName());
        }
      }
    }

    private void part(String field) {
      if (field.equals("image_url")) {
        images++;
      } else if (field.equals("file") || field.equals("input_audio")) {
        files++;
      }
    }

    Optional<BatchBody> body(BatchDialect dialect, String text) {
      if (model.isEmpty()) {
        return Optional.empty();
      }
      long bytes = text.getBytes(StandardCharsets.UTF_8).length;
      if (dialect != BatchDialect.CHAT) {
        return Optional.of(withoutOutput(bytes));
      }
      return Optional.of(
          new BatchBody(
              model,
              maxCompletionTokens == null ? maxTokens : maxCompletionTokens,
              choices,
              TokenEstimator.upperBoundInputTokens(bytes, messages, images, files),
              user));
    }

    /** Vectors and places have no tokens; a query is read once with each document. */
    private BatchBody withoutOutput(long bytes) {
      long again = (long) query.getBytes(StandardCharsets.UTF_8).length * elements;
      long bound = TokenEstimator.upperBoundInputTokens(bytes + again, elements, 0, 0);
      return new BatchBody(model, 0L, 1, bound, user);
    }
  }
}
