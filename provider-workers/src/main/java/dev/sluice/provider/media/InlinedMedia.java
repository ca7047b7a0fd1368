package dev.sluice.provider.media;

import dev.sluice.dialects.api.ProviderDialect;
import dev.sluice.provider.http.Lane;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Puts the bytes of media into a request where its provider takes no URLs. For one lane. */
public final class InlinedMedia {
  private static final List<String> IMAGES =
      List.of("image/png", "image/jpeg", "image/gif", "image/webp");
  private static final List<String> FILES = List.of("application/pdf", "text/plain");

  private final RemoteMedia media;
  private final Lane lane;
  private final Consumer<Optional<String>> then;
  private final long untilNanos;
  private long bytesLeft;
  private int open;
  private boolean over;

  private InlinedMedia(RemoteMedia media, Lane lane, Consumer<Optional<String>> then) {
    this.media = media;
    this.lane = lane;
    this.then = then;
    this.bytesLeft = media.bounds().bytes();
    this.untilNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(media.bounds().withinMs());
  }

  /**
   * Fetches what the dialect needs the bytes of and puts them into the request.
   *
   * @param then on the lane, once: what could not be had and why, empty where all is there; at once
   *     where there is nothing to fetch
   */
  public static void into(
      CanonicalRequest request,
      ProviderDialect dialect,
      RemoteMedia media,
      Lane lane,
      Consumer<Optional<String>> then) {
    List<ContentPart> wanted = new ArrayList<>(0);
    collect(request.getSystem(), request, dialect, wanted);
    request.getMessages().forEach(message -> collect(message.getParts(), request, dialect, wanted));
    if (wanted.isEmpty()) {
      then.accept(Optional.empty());
    } else {
      new InlinedMedia(media, lane, then).fetch(wanted);
    }
  }

  private static void collect(
      List<ContentPart> parts,
      CanonicalRequest request,
      ProviderDialect dialect,
      List<ContentPart> wanted) {
    for (ContentPart part : parts) {
      if (part.getUrl() != null
          && part.getDataBase64() == null
          && dialect.needsBytes(request, part)) {
        wanted.add(part);
      }
      collect(part.getParts(), request, dialect, wanted);
    }
  }

  private void fetch(List<ContentPart> wanted) {
    open = wanted.size();
    for (ContentPart part : wanted) {
      media.fetch(
          lane,
          part.getUrl(),
          part.getKind() == ContentKind.IMAGE ? IMAGES : FILES,
          bytesLeft,
          untilNanos,
          fetched -> came(part, fetched));
    }
  }

  private void came(ContentPart part, Fetched fetched) {
    if (over) {
      return;
    }
    switch (fetched) {
      case Fetched.Refused(String why) -> finish(Optional.of(named(part) + why));
      case Fetched.Bytes(byte[] bytes, String type) -> {
        bytesLeft -= bytes.length;
        if (bytesLeft < 0) {
          finish(Optional.of("with the others " + tooLarge()));
          return;
        }
        part.setDataBase64(Base64.getEncoder().encodeToString(bytes));
        part.setMediaType(type);
        part.setUrl(null);
        if (--open == 0) {
          finish(Optional.empty());
        }
      }
    }
  }

  private String tooLarge() {
    return "is larger than the " + media.bounds().bytes() + " bytes that a request may fetch";
  }

  private static String named(ContentPart part) {
    return (part.getKind() == ContentKind.IMAGE ? "an image " : "a file ");
  }

  private void finish(Optional<String> problem) {
    over = true;
    then.accept(problem);
  }
}
