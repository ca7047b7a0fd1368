package dev.sluice.dialects.gemini.embeddings;

import dev.sluice.dialects.canonical.Canonical;
import dev.sluice.dialects.canonical.Vectors;
import dev.sluice.dialects.gemini.GeminiDialect;
import dev.sluice.dialects.json.JsonCursor;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.Embedding;
import dev.sluice.schemas.usage.TokenUsage;
import dev.sluice.schemas.usage.UsageSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads one reply of either method. Older models tell no usage. */
final class ReplyReader {
  private ReplyReader() {}

  /** The reply; empty where it has no embedding. */
  static Optional<CanonicalReply> read(JsonCursor in) throws IOException {
    CanonicalReply reply = Canonical.reply(GeminiDialect.NAME);
    List<Embedding> embeddings = reply.getEmbeddings();
    boolean given = false;
    while (in.nextField()) {
      switch (in.field()) {
        case "embedding" -> {
          given = in.isObject();
          vector(in, embeddings);
        }
        case "embeddings" -> {
          given = in.isArray();
          vectors(in, embeddings);
        }
        case "usageMetadata" -> reply.setUsage(usage(in.raw()));
        default -> in.skip();
      }
    }
    in.end();
    return given ? Optional.of(reply) : Optional.empty();
  }

  private static void vectors(JsonCursor in, List<Embedding> embeddings) throws IOException {
    if (!in.isArray()) {
      in.skip();
      return;
    }
    while (in.nextElement()) {
      vector(in, embeddings);
    }
  }

  private static void vector(JsonCursor in, List<Embedding> embeddings) throws IOException {
    if (!in.isObject()) {
      throw new IllegalArgumentException("an embedding is an object");
    }
    Embedding embedding = Canonical.embedding(embeddings.size());
    while (in.nextField()) {
      if (in.field().equals("values")) {
        Vectors.read(in, embedding);
      } else {
        in.skip();
      }
    }
    if (embedding.getDecimals() == null) {
      throw new IllegalArgumentException("an embedding has values");
    }
    embeddings.add(embedding);
  }

  /** The prompt is all there is; no tokens come back. */
  private static TokenUsage usage(String raw) throws IOException {
    TokenUsage usage = Canonical.usage(UsageSource.UNKNOWN);
    try (JsonCursor in = JsonCursor.ofValue(raw)) {
      boolean object = in.isObject();
      while (object && in.nextField()) {
        Long prompt = in.field().equals("promptTokenCount") ? in.longOrSkip() : null;
        if (prompt != null && prompt >= 0) {
          usage.setSource(UsageSource.PROVIDER);
          usage.setInput(prompt);
          usage.setOutput(0L);
        } else {
          in.skip();
        }
      }
    }
    usage.setDialect(GeminiDialect.NAME);
    usage.setRaw(raw);
    return usage;
  }
}
