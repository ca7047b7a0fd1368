package dev.sluice.dialects.openai;

import dev.sluice.schemas.chat.ContentPart;
import org.jspecify.annotations.Nullable;

/**
 * Data URLs of the form {@code data:<type>;base64,<data>} are taken apart; any other URL stays one.
 */
public final class DataUrls {
  private static final String SCHEME = "data:";
  private static final String MARK = ";base64,";
  private static final int LONGEST_TYPE = 200;

  private DataUrls() {}

  /** Puts what the URL holds, or the URL, into the part. */
  public static void read(@Nullable String url, ContentPart part) {
    if (url == null) {
      return;
    }
    int mark = url.startsWith(SCHEME) ? markIn(url) : -1;
    if (mark < 0) {
      part.setUrl(url);
    } else {
      part.setMediaType(url.substring(SCHEME.length(), mark));
      part.setDataBase64(url.substring(mark + MARK.length()));
    }
  }

  private static int markIn(String url) {
    int mark = url.substring(0, Math.min(url.length(), LONGEST_TYPE)).indexOf(MARK);
    // a type with parameters is not taken apart: other dialects want the bare type
    return mark < 0 || url.lastIndexOf(';', mark - 1) >= 0 ? -1 : mark;
  }

  /** The URL of the part, null where it has none. */
  public static @Nullable String write(ContentPart part, String defaultType) {
    String data = part.getDataBase64();
    if (data == null) {
      return part.getUrl();
    }
    String type = part.getMediaType();
    return SCHEME + (type == null ? defaultType : type) + MARK + data;
  }
}
