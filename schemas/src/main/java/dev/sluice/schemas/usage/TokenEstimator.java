package dev.sluice.schemas.usage;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/**
 * Counts tokens that nobody else has counted yet.
 *
 * <p>{@link #estimateText} is a best guess: exact for OpenAI's models, whose tokenizers are public,
 * by likeness to them for others. {@link #upperBoundInputTokens} is a bound, cheap enough for an
 * event loop: every public tokenizer works on bytes and makes at least one byte into a token, and
 * JSON text is never shorter than what it says.
 *
 * <p>Safe for any thread. The first estimate with a tokenizer loads its table (some hundred
 * milliseconds); counting takes about a second per ten megabytes, so it stays off event loops.
 */
@NullMarked
public final class TokenEstimator {
  /** Tokens that a provider may add to a request: its own instructions for tools and the like. */
  public static final long REQUEST_OVERHEAD = 1_000;

  /** Tokens that OpenAI adds around a message and before the answer, by its own cookbook. */
  private static final int USUAL_MESSAGE_OVERHEAD = 3;

  private static final int USUAL_REQUEST_OVERHEAD = 4;

  /** Tokens that a provider may add around a message: role, name, separators. */
  public static final long MESSAGE_OVERHEAD = 16;

  /**
   * Tokens that one image given by its address may count as. The dearest public rule, that of
   * gpt-4o-mini in high detail, stays under 49,000.
   */
  public static final long IMAGE_BOUND = 50_000;

  /** Tokens that one file given by its id or address may count as. */
  public static final long FILE_BOUND = 400_000;

  /** Longer texts are counted by a sample of this many characters. */
  static final int COUNTED_CHARS = 200_000;

  private static final EncodingRegistry REGISTRY = Encodings.newLazyEncodingRegistry();
  private static final List<String> CL100K =
      List.of("gpt-4-", "gpt-3.5", "text-embedding-3", "text-embedding-ada");
  private static final List<String> O200K =
      List.of("gpt-4o", "gpt-4.1", "gpt-4.5", "gpt-5", "o1", "o3", "o4", "chatgpt-4o", "gpt-oss");

  private TokenEstimator() {}

  /**
   * Best guess of the tokens in a text.
   *
   * @param model a provider's model name, with or without {@code provider/} before it
   */
  public static long estimateText(String model, String text) {
    if (text.isEmpty()) {
      return 0;
    }
    if (text.length() <= COUNTED_CHARS) {
      return count(model, text);
    }
    int end =
        Character.isHighSurrogate(text.charAt(COUNTED_CHARS - 1))
            ? COUNTED_CHARS - 1
            : COUNTED_CHARS;
    long counted = count(model, text.substring(0, end));
    return Math.ceilDiv(Math.multiplyExact(counted, (long) text.length()), (long) end);
  }

  /**
   * Best guess of the input tokens of a request.
   *
   * @param text all text of the request
   * @param messages how many messages it has
   */
  public static long estimateInput(String model, String text, int messages) {
    return estimateText(model, text)
        + USUAL_REQUEST_OVERHEAD
        + (long) USUAL_MESSAGE_OVERHEAD * messages;
  }

  /**
   * An upper bound of the input tokens of a request.
   *
   * @param bodyBytes size of the request body as JSON in UTF-8
   * @param messages how many messages it has
   * @param images how many images it names by address
   * @param files how many files it names by id or address
   */
  public static long upperBoundInputTokens(long bodyBytes, int messages, int images, int files) {
    if (bodyBytes < 0 || messages < 0 || images < 0 || files < 0) {
      throw new IllegalArgumentException("sizes and counts are not negative");
    }
    return REQUEST_OVERHEAD
        + bodyBytes
        + MESSAGE_OVERHEAD * messages
        + IMAGE_BOUND * images
        + FILE_BOUND * files;
  }

  private static long count(String model, String text) {
    return tokenizerOf(model)
        .map(encoding -> (long) encoding.countTokensOrdinary(text))
        .orElseGet(() -> byLikeness(text));
  }

  /** The public tokenizer of this model, if it has one. */
  static Optional<Encoding> tokenizerOf(String model) {
    String name = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    if (O200K.stream().anyMatch(name::startsWith)) {
      return Optional.of(REGISTRY.getEncoding(EncodingType.O200K_BASE));
    }
    if (name.equals("gpt-4") || CL100K.stream().anyMatch(name::startsWith)) {
      return Optional.of(REGISTRY.getEncoding(EncodingType.CL100K_BASE));
    }
    return Optional.empty();
  }

  /**
   * A tenth more than OpenAI's newest public tokenizer counts: vendors whose own is not public
   * report a little more than that for the same text.
   */
  private static long byLikeness(String text) {
    long counted = REGISTRY.getEncoding(EncodingType.O200K_BASE).countTokensOrdinary(text);
    return Math.ceilDiv(counted * 11, 10L);
  }
}
