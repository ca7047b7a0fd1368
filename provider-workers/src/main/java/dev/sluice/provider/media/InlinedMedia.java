package dev.sluice.provider.media;

import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.provider.http.Lane;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.usage.TokenEstimator;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Puts the bytes of media into a request where its provider takes no URLs. For one lane. */
public final class InlinedMedia {
  private static final int MOST = 100;
  private static final String TEXT = "text/plain";
  private static final List<String> IMAGES =
      List.of("image/png", "image/jpeg", "image/gif", "image/webp");
  private static final List<String> FILES = List.of("application/pdf", TEXT);

  private final RemoteMedia media;
  private final Lane lane;
  private final Consumer<Optional<String>> then;
  private final long untilNanos;
  private final Queue<ContentPart> wanted;
  private long bytesLeft;

  private InlinedMedia(
      Queue<ContentPart> wanted,
      RemoteMedia media,
      long withinMs,
      Lane lane,
      Consumer<Optional<String>> then) {
    this.wanted = wanted;
    this.media = media;
    this.lane = lane;
    this.then = then;
    this.bytesLeft = media.bounds().bytes();
    this.untilNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(withinMs);
  }

  /**
   * Fetches what the dialect needs the bytes of and puts them into the request.
   *
   * @param withinMs at most so long, and at most what is usual
   * @param then on the lane, once: what could not be had and why, empty where all is there; at once
   *     where there is nothing to fetch
   */
  public static void into(
      CanonicalRequest request,
      ProviderDialect dialect,
      RemoteMedia media,
      long withinMs,
      Lane lane,
      Consumer<Optional<String>> then) {
    Queue<ContentPart> wanted = new ArrayDeque<>();
    collect(request.getSystem(), request, dialect, wanted);
    request.getMessages().forEach(message -> collect(message.getParts(), request, dialect, wanted));
    if (wanted.isEmpty()) {
      then.accept(Optional.empty());
    } else if (wanted.size() > MOST) {
      then.accept(Optional.of("there are more than " + MOST + " addresses in the request"));
    } else {
      long bound = Math.min(withinMs, media.bounds().withinMs());
      new InlinedMedia(wanted, media, bound, lane, then).fetchNext();
    }
  }

  private static void collect(
      List<ContentPart> parts,
      CanonicalRequest request,
      ProviderDialect dialect,
      Queue<ContentPart> wanted) {
    for (ContentPart part : parts) {
      if (part.getUrl() != null
          && part.getDataBase64() == null
          && dialect.needsBytes(request, part)) {
        wanted.add(part);
      }
      collect(part.getParts(), request, dialect, wanted);
    }
  }

  /** One after the other, so that no more is held than one request may have. */
  private void fetchNext() {
    ContentPart part = wanted.poll();
    if (part == null) {
      then.accept(Optional.empty());
      return;
    }
    boolean image = part.getKind() == ContentKind.IMAGE;
    media.fetch(
        lane,
        part.getUrl(),
        image ? IMAGES : FILES,
        bytesLeft,
        untilNanos,
        fetched -> came(part, fetched));
  }

  private void came(ContentPart part, Fetched fetched) {
    switch (fetched) {
      case Fetched.Refused(String why) -> then.accept(Optional.of(named(part) + why));
      case Fetched.Bytes(byte[] bytes, String type) -> {
        if (type.equals(TEXT) && bytes.length > TokenEstimator.FILE_BOUND) {
          // A text has at most as many tokens as bytes; more was not held back for it.
          then.accept(Optional.of("a text is larger than " + TokenEstimator.FILE_BOUND + " bytes"));
          return;
        }
        bytesLeft -= bytes.length;
        part.setDataBase64(Base64.getEncoder().encodeToString(bytes));
        part.setMediaType(type);
        part.setUrl(null);
        fetchNext();
      }
    }
  }

  private static String named(ContentPart part) {
    return (part.getKind() == ContentKind.IMAGE ? "an image " : "a file ");
  }
}
