package dev.sluice.dialects.gemini;

import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.json.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Log probabilities of a candidate in OpenAI's form. */
final class Logprobs {
  static final String FIELD = "logprobsResult";

  private Logprobs() {}

  /** A token and its probability, both as JSON text. */
  private record Token(String token, String probability) {}

  /** Null where there is nothing to tell. */
  static @Nullable String read(@Nullable String raw) {
    if (raw == null) {
      return null;
    }
    List<Token> chosen = List.of();
    List<List<Token>> top = new ArrayList<>();
    try (JsonCursor in = JsonCursor.ofValue(raw)) {
      while (in.nextField()) {
        String field = Names.field(in);
        if (field.equals("chosenCandidates") && in.isArray()) {
          chosen = tokens(in);
        } else if (field.equals("topCandidates") && in.isArray()) {
          tops(in, top);
        } else {
          in.skip();
        }
      }
    } catch (IOException e) {
      return null; // cut from a document that was read already; kept among the extras
    }
    return chosen.isEmpty() ? null : write(chosen, top);
  }

  private static void tops(JsonCursor in, List<List<Token>> top) throws IOException {
    while (in.nextElement()) {
      List<Token> step = List.of();
      if (!in.isObject()) {
        in.skip();
      } else {
        while (in.nextField()) {
          if (Names.field(in).equals("candidates") && in.isArray()) {
            step = tokens(in);
          } else {
            in.skip();
          }
        }
      }
      top.add(step);
    }
  }

  private static List<Token> tokens(JsonCursor in) throws IOException {
    List<Token> tokens = new ArrayList<>();
    while (in.nextElement()) {
      if (!in.isObject()) {
        in.skip();
        continue;
      }
      String token = "\"\"";
      String probability = "0";
      for (Map.Entry<String, String> field : in.rawFields().entrySet()) {
        switch (Names.camel(field.getKey())) {
          case "token" -> token = field.getValue();
          case "logProbability" -> probability = field.getValue();
          default -> {}
        }
      }
      tokens.add(new Token(token, probability));
    }
    return tokens;
  }

  private static String write(List<Token> chosen, List<List<Token>> top) {
    var out = new JsonText(256).object().array("content");
    for (int i = 0; i < chosen.size(); i++) {
      token(out, chosen.get(i)).array("top_logprobs");
      for (Token one : i < top.size() ? top.get(i) : List.<Token>of()) {
        token(out, one).endObject();
      }
      out.endArray().endObject();
    }
    return out.endArray().nullField("refusal").endObject().text();
  }

  private static JsonText token(JsonText out, Token token) {
    out.object().rawField("token", token.token()).rawField("logprob", token.probability());
    return out.nullField("bytes");
  }
}
