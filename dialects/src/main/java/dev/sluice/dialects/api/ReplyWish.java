package dev.sluice.dialects.api;

import dev.sluice.dialects.canonical.Vectors;
import dev.sluice.dialects.json.JsonText;
import dev.sluice.schemas.chat.CanonicalReply;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.EmbeddingRequest;
import dev.sluice.schemas.chat.Ranking;
import dev.sluice.schemas.chat.RerankDocument;
import dev.sluice.schemas.chat.RerankRequest;
import dev.sluice.schemas.chat.VectorForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a caller wants of a whole answer that the provider may have given otherwise.
 *
 * @param vectors how vectors are to be written
 * @param documents the documents as JSON text where they are to be given back with their places,
 *     else empty
 */
public record ReplyWish(VectorForm vectors, List<String> documents) {
  /** Nothing in particular. */
  public static final ReplyWish NONE = new ReplyWish(VectorForm.UNSPECIFIED, List.of());

  public ReplyWish {
    Objects.requireNonNull(vectors, "vectors");
    documents = List.copyOf(documents);
  }

  /** The wish in a request. */
  public static ReplyWish of(CanonicalRequest request) {
    EmbeddingRequest embedding = request.getEmbedding();
    if (embedding != null) {
      return new ReplyWish(embedding.getVectors(), List.of());
    }
    RerankRequest rerank = request.getRerank();
    if (rerank != null && Boolean.TRUE.equals(rerank.getReturnDocuments())) {
      List<String> documents = new ArrayList<>(rerank.getDocuments().size());
      rerank.getDocuments().forEach(document -> documents.add(json(document)));
      return new ReplyWish(VectorForm.UNSPECIFIED, documents);
    }
    return NONE;
  }

  private static String json(RerankDocument document) {
    String raw = document.getRaw();
    return raw == null
        ? new JsonText(64).object().field("text", document.getText()).endObject().text()
        : raw;
  }

  /**
   * Makes a reply what was wished for.
   *
   * @throws IllegalArgumentException if a vector is none
   */
  public void fulfil(CanonicalReply reply) {
    reply.getEmbeddings().forEach(each -> Vectors.write(each, vectors));
    for (Ranking ranking : reply.getRankings()) {
      boolean known = ranking.getIndex() >= 0 && ranking.getIndex() < documents.size();
      ranking.setDocument(known ? documents.get(ranking.getIndex()) : null);
    }
  }
}
