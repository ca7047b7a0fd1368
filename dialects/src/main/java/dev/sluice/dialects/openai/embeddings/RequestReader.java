package dev.sluice.dialects.openai.embeddings;

import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.dialects.openai.Problems;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.EmbeddingRequest;
import dev.sluice.schemas.chat.Operation;
import dev.sluice.schemas.chat.VectorForm;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one request; for one body. Beside OpenAI's fields it knows those by which other vendors of
 * the dialect take what vectors are for and what becomes of long inputs.
 */
final class RequestReader {
  private static final Map<String, VectorForm> FORMS =
      Map.of("float", VectorForm.DECIMALS, "base64", VectorForm.BASE64);

  private final JsonCursor in;
  private final Problems problems = new Problems();
  private final CanonicalRequest request = Canonical.request(OpenAiDialect.NAME);
  private final EmbeddingRequest embedding = Canonical.embeddingRequest();
  private final Bag extras = new Bag();
  private boolean modelGiven;
  private boolean inputGiven;

  RequestReader(JsonCursor in) {
    this.in = in;
  }

  ReadRequest read() throws IOException {
    while (in.nextField()) {
      String field = in.field();
      boolean required = field.equals("model") || field.equals("input");
      if (!in.isNull() || required) {
        field(field);
      }
    }
    in.end();
    if (!modelGiven && problems.none()) {
      problems.add(null, "you must provide a model parameter", null);
    }
    if (!inputGiven && problems.none()) {
      problems.missing("input");
    }
    if (!problems.none()) {
      return new ReadRequest.Refused(problems.errors());
    }
    request.setOperation(Operation.EMBEDDING);
    request.setEmbedding(embedding);
    request.setExtras(extras.fields());
    return new ReadRequest.Parsed(request);
  }

  private void field(String field) throws IOException {
    switch (field) {
      case "model" -> {
        modelGiven = true;
        String model = string(field);
        request.setModel(model == null ? "" : model);
      }
      case "input" -> {
        inputGiven = true;
        new InputReader(in, problems, embedding).read();
      }
      case "encoding_format" -> form(field);
      case "dimensions", "output_dimension" -> embedding.setDimensions(positive(field));
      case "user" -> request.setEndUser(string(field));
      case "input_type" -> embedding.setInputType(string(field));
      case "truncate", "truncation" -> truncate();
      default -> extras.keep(in);
    }
  }

  private void form(String field) throws IOException {
    String word = string(field);
    VectorForm form = word == null ? null : FORMS.get(word);
    if (form != null) {
      embedding.setVectors(form);
    } else if (word != null) {
      problems.unsupported(field, word, "'float' and 'base64'");
    }
  }

  /** A word, or whether to. */
  private void truncate() throws IOException {
    if (in.isBoolean()) {
      embedding.setTruncate(in.bool() ? "END" : "NONE");
    } else if (in.isString()) {
      embedding.setTruncate(in.string());
    }
    extras.keep(in);
  }

  private @Nullable String string(String field) throws IOException {
    if (in.isString()) {
      return in.string();
    }
    problems.wrongType(in, field, "a string");
    return null;
  }

  private @Nullable Long positive(String field) throws IOException {
    if (!in.isInteger()) {
      problems.wrongType(in, field, "an integer");
      return null;
    }
    if (!in.fitsLong()) {
      problems.tooLarge(field);
      return null;
    }
    long value = in.number();
    if (value < 1) {
      problems.belowMinimum(field, 1, value);
    }
    return value;
  }
}
