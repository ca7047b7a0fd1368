package dev.sluice.dialects.openai.embeddings;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.canonical.Vectors;
import dev.sluice.dialects.json.Bag;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.dialects.openai.InputUsage;
import dev.sluice.dialects.openai.OpenAiDialect;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.Embedding;
import java.io.IOException;
import java.util.Optional;

/** Reads one reply. */
final class ReplyReader {
  private ReplyReader() {}

  /** The reply; empty where it has no list of vectors. */
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
        case "data" -> {
          given = in.isArray();
          vectors(in, reply);
        }
        default -> extras.keep(in);
      }
    }
    in.end();
    reply.setExtras(extras.fields());
    return given ? Optional.of(reply) : Optional.empty();
  }

  private static void vectors(JsonCursor in, CanonicalReply reply) throws IOException {
    if (!in.isArray()) {
      in.skip();
      return;
    }
    while (in.nextElement()) {
      if (!in.isObject()) {
        throw new IllegalArgumentException("an embedding is an object");
      }
      reply.getEmbeddings().add(vector(in, reply.getEmbeddings().size()));
    }
  }

  private static Embedding vector(JsonCursor in, int position) throws IOException {
    Embedding embedding = Canonical.embedding(position);
    var extras = new Bag();
    while (in.nextField()) {
      switch (in.field()) {
        case "object" -> in.skip();
        case "embedding" -> Vectors.read(in, embedding);
        case "index" -> {
          Long index = in.longOrSkip();
          embedding.setIndex(index == null ? position : Math.clamp(index, -1, Integer.MAX_VALUE));
        }
        default -> extras.keep(in);
      }
    }
    if (embedding.getDecimals() == null && embedding.getFloat32() == null) {
      throw new IllegalArgumentException("an embedding has a vector");
    }
    embedding.setExtras(extras.fields());
    return embedding;
  }
}
