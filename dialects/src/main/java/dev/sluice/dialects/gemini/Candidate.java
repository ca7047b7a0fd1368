package dev.sluice.dialects.gemini;

import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.ContentForm;
import dev.sluice.schemas.chat.ContentPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One candidate as it was on the wire, of a whole reply or of an event.
 *
 * @param index its own, or its place where it has none
 * @param form ABSENT where there was no content, NULL where that had no parts
 * @param content other fields of the content
 * @param finish the word for why it ended, null where it goes on
 * @param searches searches that the provider made for it
 * @param extras other fields, the index included where it was given
 */
record Candidate(
    int index,
    ContentForm form,
    List<ContentPart> parts,
    Map<String, String> content,
    @Nullable String finish,
    int searches,
    Map<String, String> extras) {

  /** Reads the list under the cursor. */
  static void readAll(JsonCursor in, List<Candidate> candidates) throws IOException {
    int place = 0;
    while (in.nextElement()) {
      if (in.isObject()) {
        candidates.add(new Reader(in, place).read());
      } else {
        in.skip();
      }
      place++;
    }
  }

  private static final class Reader {
    private final JsonCursor in;
    private final List<ContentPart> parts = new ArrayList<>(1);
    private final Bag content = new Bag();
    private final Bag extras = new Bag();
    private ContentForm form = ContentForm.ABSENT;
    private @Nullable String finish;
    private int index;
    private int searches;

    Reader(JsonCursor in, int place) {
      this.in = in;
      this.index = place;
    }

    Candidate read() throws IOException {
      while (in.nextField()) {
        String field = Names.field(in);
        switch (field) {
          case "index" -> {
            if (in.fitsLong() && in.number() >= 0 && in.number() < 1000) {
              index = (int) in.number();
            }
            extras.put(field, in.raw());
          }
          case "content" -> content();
          case "finishReason" -> finish = word();
          case "groundingMetadata" -> {
            String raw = in.raw();
            extras.put(field, raw);
            searches = searches(raw);
          }
          default -> extras.put(field, in.raw());
        }
      }
      return new Candidate(index, form, parts, content.fields(), finish, searches, extras.fields());
    }

    private @Nullable String word() throws IOException {
      if (in.fitsLong()) {
        return Long.toString(in.number());
      }
      return in.stringOrSkip();
    }

    private void content() throws IOException {
      if (!in.isObject()) {
        in.skip();
        return;
      }
      form = ContentForm.NULL;
      while (in.nextField()) {
        String field = Names.field(in);
        if (field.equals("parts") && in.isArray()) {
          form = ContentForm.PARTS;
          while (in.nextElement()) {
            if (in.isObject()) {
              parts.add(new PartReader(in, true).read());
            } else {
              in.skip();
            }
          }
        } else {
          content.put(field, in.raw());
        }
      }
    }

    private static int searches(String grounding) throws IOException {
      try (JsonCursor in = JsonCursor.ofValue(grounding)) {
        while (in.nextField()) {
          if (Names.field(in).equals("webSearchQueries") && in.isArray()) {
            int queries = 0;
            while (in.nextElement()) {
              queries++;
              in.skip();
            }
            return queries;
          }
          in.skip();
        }
      }
      return 0;
    }
  }
}
