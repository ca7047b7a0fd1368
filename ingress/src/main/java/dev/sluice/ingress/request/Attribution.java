package dev.sluice.ingress.request;

import dev.sluice.schemas.chat.CanonicalRequest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Whom and what a request is counted for, beside its key: what its body and its headers say, with
 * what goes with the key added. The project is never said; it follows from the key.
 *
 * @param user end user, empty where not given
 * @param tags sorted, each once, bounded
 * @param metadata the texts among the caller's metadata
 */
public record Attribution(String user, List<String> tags, Map<String, String> metadata) {
  public Attribution {
    tags = List.copyOf(tags);
    metadata = Map.copyOf(metadata);
  }

  /** What became of it. */
  public sealed interface Outcome {
    /** It is fine. */
    record Read(Attribution attribution) implements Outcome {}

    /** A parameter or header is not; the message names it. */
    record Wrong(String param, String message) implements Outcome {}
  }

  /** Reads a request's attribution. */
  public static Outcome of(CanonicalRequest request, Caller caller) {
    String user = user(request, caller.headers());
    if (!Tags.isUser(user)) {
      return wrong("user", Tags.USER_RULE);
    }
    return switch (Metadata.read(request.getMetadata())) {
      case Metadata.Outcome.Wrong(String param, String problem) -> wrong(param, problem);
      case Metadata.Outcome.Read(Metadata metadata) -> tagged(user, metadata, caller);
    };
  }

  private static Outcome tagged(String user, Metadata metadata, Caller caller) {
    List<String> own = caller.headers().tags();
    List<String> ofKey = caller.holder().terms().tags();
    Collection<String> all = own;
    if (!ofKey.isEmpty() || !metadata.tags().isEmpty()) {
      all = new TreeSet<>(own);
      all.addAll(metadata.tags());
      all.addAll(ofKey);
    }
    if (all.size() > Tags.MOST) {
      return wrong(
          own.isEmpty() ? "metadata" : CallerHeaders.TAGS,
          "expected at most "
              + Tags.MOST
              + " tags, those of metadata and the "
              + ofKey.size()
              + " of the virtual key included");
    }
    return new Outcome.Read(new Attribution(user, List.copyOf(all), metadata.texts()));
  }

  private static Outcome wrong(String param, String problem) {
    return new Outcome.Wrong(param, "Invalid '" + param + "': " + problem + '.');
  }

  /** The body's own word goes before the header. */
  private static String user(CanonicalRequest request, CallerHeaders headers) {
    String endUser = request.getEndUser();
    return endUser == null || endUser.isEmpty() ? headers.user() : endUser;
  }
}
