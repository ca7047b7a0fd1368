package dev.sluice.dialects.cohere.embed;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.canonical.Vectors;
import dev.sluice.dialects.cohere.BilledUsage;
import dev.sluice.dialects.cohere.CohereDialect;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.Embedding;
import java.io.IOException;
import java.util.Optional;

/** Reads one reply: vectors by their type, of which floats were asked for. */
final class ReplyReader {
  private ReplyReader() {}

  /** The reply; empty where it has no floats. */
  static Optional<CanonicalReply> read(JsonCursor in) throws IOException {
    CanonicalReply reply = Canonical.reply(CohereDialect.NAME);
    boolean given = false;
    while (in.nextField()) {
      switch (in.field()) {
        case "id" -> reply.setId(in.stringOrSkip());
        case "meta" -> reply.setUsage(BilledUsage.read(in.raw()));
        case "embeddings" -> given = types(in, reply);
        default -> in.skip();
      }
    }
    in.end();
    return given ? Optional.of(reply) : Optional.empty();
  }

  private static boolean types(JsonCursor in, CanonicalReply reply) throws IOException {
    if (!in.isObject()) {
      in.skip();
      return false;
    }
    boolean given = false;
    while (in.nextField()) {
      if (in.field().equals("float") && in.isArray()) {
        given = true;
        while (in.nextElement()) {
          Embedding embedding = Canonical.embedding(reply.getEmbeddings().size());
          Vectors.read(in, embedding);
          reply.getEmbeddings().add(embedding);
        }
      } else {
        in.skip();
      }
    }
    return given;
  }
}
