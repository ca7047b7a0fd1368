package dev.sluice.dialects.gemini;

import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import java.util.Locale;

/** Links of the web. Google takes links to what it keeps itself, and to videos. */
final class RemoteFiles {
  private static final String OWN = "https://generativelanguage.googleapis.com/";

  private RemoteFiles() {}

  /** Whether this is a link of the web to an image or a document. */
  static boolean isForeign(ContentPart part) {
    if (part.getKind() != ContentKind.IMAGE && part.getKind() != ContentKind.FILE) {
      return false;
    }
    String url = part.getUrl() == null ? "" : part.getUrl().toLowerCase(Locale.ROOT);
    return !url.startsWith(OWN) && (url.startsWith("https://") || url.startsWith("http://"));
  }
}
