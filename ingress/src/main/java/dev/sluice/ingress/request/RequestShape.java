package dev.sluice.ingress.request;

import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.EmbeddingRequest;
import dev.sluice.schemas.chat.Message;
import dev.sluice.schemas.chat.RerankRequest;
import dev.sluice.schemas.chat.ResponseFormat;
import dev.sluice.schemas.chat.ResponseFormatKind;
import dev.sluice.schemas.usage.TokenEstimator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What routing and accounting need to know of a request's content.
 *
 * @param features needed of a deployment
 * @param inputTokensBound upper bound of the input tokens
 */
public record RequestShape(List<String> features, long inputTokensBound) {
  public RequestShape {
    features = List.copyOf(features);
  }

  /** The shape of a request whose body had this many bytes. */
  public static RequestShape of(CanonicalRequest request, long bodyBytes) {
    return switch (request.getOperation()) {
      case CHAT -> ofChat(request, bodyBytes);
      case EMBEDDING -> ofEmbedding(request.getEmbedding(), bodyBytes);
      case RERANK -> ofRerank(request.getRerank(), bodyBytes);
    };
  }

  private static RequestShape ofEmbedding(@Nullable EmbeddingRequest embedding, long bodyBytes) {
    int inputs = embedding == null ? 0 : embedding.getTexts().size() + embedding.getTokens().size();
    return new RequestShape(
        List.of(), TokenEstimator.upperBoundInputTokens(bodyBytes, inputs, 0, 0));
  }

  /** The query is read once with each document. */
  private static RequestShape ofRerank(@Nullable RerankRequest rerank, long bodyBytes) {
    int documents = rerank == null ? 0 : rerank.getDocuments().size();
    long query = rerank == null ? 0 : rerank.getQuery().getBytes(StandardCharsets.UTF_8).length;
    return new RequestShape(
        List.of(),
        TokenEstimator.upperBoundInputTokens(bodyBytes + query * documents, documents, 0, 0));
  }

  private static RequestShape ofChat(CanonicalRequest request, long bodyBytes) {
    Count count = new Count();
    count.parts(request.getSystem());
    for (Message message : request.getMessages()) {
      count.parts(message.getParts());
    }
    List<String> features = new ArrayList<>(0);
    if (!request.getTools().isEmpty()) {
      features.add("tools");
    }
    if (count.images > 0) {
      features.add("images");
    }
    List<String> modalities = request.getModalities();
    if (count.hasAudio || (modalities != null && modalities.contains("audio"))) {
      features.add("audio");
    }
    if (count.hasFile) {
      features.add("files");
    }
    ResponseFormat format = request.getResponseFormat();
    if (format != null && format.getKind() == ResponseFormatKind.JSON_SCHEMA) {
      features.add("json_schema");
    }
    if (request.getReasoning() != null) {
      features.add("reasoning");
    }
    return new RequestShape(
        features,
        TokenEstimator.upperBoundInputTokens(
            bodyBytes, request.getMessages().size(), count.images, count.files));
  }

  /**
   * Counts media. A provider charges images and documents by what they show, which the bytes in the
   * body do not bound; inline audio is bounded by them.
   */
  private static final class Count {
    private boolean hasAudio;
    private boolean hasFile;
    private int images;
    private int files;

    void parts(List<ContentPart> parts) {
      for (ContentPart part : parts) {
        ContentKind kind = part.getKind();
        if (kind == ContentKind.TEXT) {
          continue;
        }
        switch (kind) {
          case IMAGE -> images++;
          case AUDIO -> {
            hasAudio = true;
            files += named(part) ? 1 : 0;
          }
          case FILE, VIDEO -> {
            hasFile = true;
            files += part.getText() == null ? 1 : 0;
          }
          case TOOL_RESULT -> parts(part.getParts());
          case PROVIDER -> raw(part.getRaw());
          case TEXT, UNKNOWN, TOOL_CALL, REASONING, REDACTED_REASONING, REFUSAL -> {}
        }
      }
    }

    /** What only its dialect knows may name media as well, by whatever field is named so. */
    private void raw(@Nullable String json) {
      if (json != null) {
        images += occurrences(json, "\"image_url\"");
        files += occurrences(json, "\"file_url\"") + occurrences(json, "\"file_id\"");
      }
    }

    private static int occurrences(String text, String wanted) {
      int count = 0;
      for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
        count++;
      }
      return count;
    }

    private static boolean named(ContentPart part) {
      return part.getUrl() != null || part.getFileId() != null;
    }
  }
}
