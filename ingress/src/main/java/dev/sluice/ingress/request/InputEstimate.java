package dev.sluice.ingress.request;

import dev.sluice.dialects.canonical.RequestText;
import dev.sluice.schemas.chat.CanonicalRequest;
import dev.sluice.schemas.chat.ContentKind;
import dev.sluice.schemas.chat.ContentPart;
import dev.sluice.schemas.chat.Message;
import dev.sluice.schemas.usage.TokenEstimator;
import java.util.List;

/**
 * How many input tokens a request has, about: its text is counted, an image is taken as a large
 * one, other media count nothing. Takes time in proportion to the text, so it is not for an event
 * loop.
 */
public final class InputEstimate {
  /** An image of the largest size that is not made smaller, by Anthropic's page on vision. */
  private static final long IMAGE_TOKENS = 1_600;

  private InputEstimate() {}

  /**
   * The estimate for one model.
   *
   * @param providerModel whose tokenizer counts
   */
  public static long of(String providerModel, CanonicalRequest request) {
    long images = images(request.getSystem());
    for (Message message : request.getMessages()) {
      images += images(message.getParts());
    }
    return TokenEstimator.estimateInput(
            providerModel, RequestText.of(request), request.getMessages().size())
        + images * IMAGE_TOKENS;
  }

  private static long images(List<ContentPart> parts) {
    long images = 0;
    for (ContentPart part : parts) {
      images += part.getKind() == ContentKind.IMAGE ? 1 : 0;
      images += images(part.getParts());
    }
    return images;
  }
}
