package dev.sluice.dialects.openai.rerank;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.canonical.Rankings;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.openai.InputUsage;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.schemas.chat.CanonicalReply;
import java.io.IOException;
import java.util.Optional;

/** Reads one reply. Most vendors call the list {@code results}, Voyage calls it {@code data}. */
final class ReplyReader {
  private ReplyReader() {}

  /** The reply; empty where it has no list of documents. */
  static Optional<CanonicalReply> read(JsonCursor in, String provider) throws IOException {
    CanonicalReply reply = Canonical.reply(OpenAiDialect.NAME);
    var extras = new Bag();
    boolean given = false;
    while (in.nextField()) {
      switch (in.field()) {
        case "id" -> reply.setId(in.stringOrSkip());
        case "model" -> reply.setModel(in.stringOrSkip());
        case "object" -> in.skip();
        case "usage" -> reply.setUsage(InputUsage.read(in.raw(), provider));
        case "results", "data" -> {
          given |= in.isArray();
          Rankings.read(in, reply.getRankings());
        }
        default -> extras.keep(in);
      }
    }
    in.end();
    reply.setExtras(extras.fields());
    return given ? Optional.of(reply) : Optional.empty();
  }
}
