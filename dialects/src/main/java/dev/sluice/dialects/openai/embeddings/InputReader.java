package dev.sluice.dialects.openai.embeddings;

import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.openai.Problems;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.EmbeddingRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the inputs: a text, texts, the token ids of one text, or those of several. */
final class InputReader {
  /** By OpenAI's reference of the API. */
  static final int MOST_INPUTS = 2048;

  private static final String FIELD = "input";
  private static final String ANY = "a string, or an array of strings, integers or arrays of them";

  private final JsonCursor in;
  private final Problems problems;
  private final EmbeddingRequest embedding;

  InputReader(JsonCursor in, Problems problems, EmbeddingRequest embedding) {
    this.in = in;
    this.problems = problems;
    this.embedding = embedding;
  }

  void read() throws IOException {
    if (in.isString()) {
      embedding.setForm(ContentForm.STRING);
      text(in.string(), FIELD);
    } else if (in.isArray()) {
      elements();
    } else {
      problems.wrongType(in, FIELD, ANY);
    }
  }

  private void text(String text, @Nullable String field) {
    if (text.isEmpty()) {
      problems.emptyString(field);
    }
    embedding.getTexts().add(text);
  }

  /** The first element says what all are. */
  private void elements() throws IOException {
    if (!in.nextElement()) {
      problems.emptyArray(FIELD);
      return;
    }
    if (in.isInteger()) {
      embedding.setForm(ContentForm.STRING);
      problems.enter(FIELD);
      embedding.getTokens().add(tokens());
      problems.leave();
      return;
    }
    boolean texts = in.isString();
    boolean lists = in.isArray();
    int length = 0;
    problems.enter(FIELD);
    do {
      problems.enter(length);
      if (texts && in.isString()) {
        text(in.string(), null);
      } else if (lists && in.isArray()) {
        list();
      } else {
        problems.wrongElement(in, texts ? "a string" : lists ? "an array of integers" : ANY);
      }
      problems.leave();
      length++;
    } while (in.nextElement());
    problems.leave();
    if (length > MOST_INPUTS) {
      problems.arrayTooLong(FIELD, MOST_INPUTS, length);
    }
  }

  private void list() throws IOException {
    if (in.nextElement()) {
      embedding.getTokens().add(tokens());
    } else {
      problems.emptyArray(null);
    }
  }

  /** The token ids of one text, the cursor being on the first one. */
  private List<Integer> tokens() throws IOException {
    List<Integer> tokens = new ArrayList<>();
    int index = 0;
    do {
      problems.enter(index);
      token(tokens);
      problems.leave();
      index++;
    } while (in.nextElement());
    return tokens;
  }

  private void token(List<Integer> tokens) throws IOException {
    if (!in.isInteger()) {
      problems.wrongElement(in, "an integer");
    } else if (!in.fitsLong() || in.number() > Integer.MAX_VALUE) {
      problems.tooLarge(null);
    } else if (in.number() < 0) {
      problems.belowMinimum(null, 0, in.number());
    } else {
      tokens.add((int) in.number());
    }
  }
}
