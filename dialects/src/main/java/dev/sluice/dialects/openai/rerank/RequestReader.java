package dev.sluice.dialects.openai.rerank;

import dev.sluice.dialects.api.ReadRequest;
import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.dialects.openai.Problems;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.Operation;
import dev.sluice.schemas.chat.RerankDocument;
import dev.sluice.schemas.chat.RerankRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads one request; for one body. A document is a text, or an object that has one. */
final class RequestReader {
  /** By Cohere's reference of the API. */
  static final int MOST_DOCUMENTS = 10_000;

  private final JsonCursor in;
  private final Problems problems = new Problems();
  private final CanonicalRequest request = Canonical.request(OpenAiDialect.NAME);
  private final RerankRequest rerank = Canonical.rerankRequest();
  private final Bag extras = new Bag();
  private boolean modelGiven;
  private boolean queryGiven;
  private boolean documentsGiven;

  RequestReader(JsonCursor in) {
    this.in = in;
  }

  ReadRequest read() throws IOException {
    while (in.nextField()) {
      String field = in.field();
      if (!in.isNull()) {
        field(field);
      }
    }
    in.end();
    missing();
    if (!problems.none()) {
      return new ReadRequest.Refused(problems.errors());
    }
    request.setOperation(Operation.RERANK);
    request.setRerank(rerank);
    request.setExtras(extras.fields());
    return new ReadRequest.Parsed(request);
  }

  private void missing() {
    if (!modelGiven && problems.none()) {
      problems.missing("model");
    }
    if (!queryGiven && problems.none()) {
      problems.missing("query");
    }
    if (!documentsGiven && problems.none()) {
      problems.missing("documents");
    }
  }

  private void field(String field) throws IOException {
    switch (field) {
      case "model" -> {
        modelGiven = true;
        request.setModel(string(field));
      }
      case "query" -> {
        queryGiven = true;
        rerank.setQuery(string(field));
      }
      case "documents" -> {
        documentsGiven = true;
        documents(field);
      }
      case "top_n", "top_k" -> rerank.setTopN(positive(field));
      case "return_documents" -> {
        if (in.isBoolean()) {
          rerank.setReturnDocuments(in.bool());
        } else {
          problems.wrongType(in, field, "a boolean");
        }
      }
      default -> extras.keep(in);
    }
  }

  private void documents(String field) throws IOException {
    if (!in.isArray()) {
      problems.wrongType(in, field, "an array of strings or objects");
      return;
    }
    int length = 0;
    problems.enter(field);
    while (in.nextElement()) {
      problems.enter(length);
      document();
      problems.leave();
      length++;
    }
    problems.leave();
    if (length == 0) {
      problems.emptyArray(field);
    } else if (length > MOST_DOCUMENTS) {
      problems.arrayTooLong(field, MOST_DOCUMENTS, length);
    }
  }

  private void document() throws IOException {
    if (in.isString()) {
      add(in.string(), null);
    } else if (in.isObject()) {
      int from = in.offset();
      String text = null;
      while (in.nextField()) {
        String read = in.field().equals("text") ? in.stringOrSkip() : null;
        if (read == null) {
          in.skip();
        } else {
          text = read;
        }
      }
      if (text == null) {
        problems.missing("text");
      } else {
        add(text, in.rawFrom(from));
      }
    } else {
      problems.wrongElement(in, "a string or an object");
    }
  }

  private void add(String text, @Nullable String raw) {
    var document = new RerankDocument();
    document.setText(text);
    document.setRaw(raw);
    rerank.getDocuments().add(document);
  }

  private String string(String field) throws IOException {
    if (!in.isString()) {
      problems.wrongType(in, field, "a string");
      return "";
    }
    String text = in.string();
    if (text.isEmpty()) {
      problems.emptyString(field);
    }
    return text;
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
    if (in.number() < 1) {
      problems.belowMinimum(field, 1, in.number());
    }
    return in.number();
  }
}
