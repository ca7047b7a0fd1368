package dev.sluice.simulator.bill;

import java.util.Arrays;

/**
 * The simulator's own idea of a token: up to {@code width} letters or digits with the one space
 * before them, a single other sign, or a run of white space. It is deterministic and never gives
 * more tokens than the text has characters, so never more than it has UTF-8 bytes.
 *
 * <p>It is not the tokenizer of any real model, and does not try to be.
 */
public final class Tokenizer {

  /** Added for each message. */
  public static final int PER_MESSAGE = 3;

  /** Added once for each call. */
  public static final int PER_CALL = 3;

  private static final int FACTOR_LOWEST = 850;
  private static final int FACTOR_RANGE = 301;

  private final int width;

  /**
   * @param width the most letters or digits of one token, at least 4: the words that the simulator
   *     generates have up to four letters and must stay one token each
   */
  public Tokenizer(int width) {
    if (width < 4) {
      throw new IllegalArgumentException("a token holds at least 4 letters, not " + width);
    }
    this.width = width;
  }

  /** The number of tokens of a text. */
  public int count(CharSequence text) {
    int tokens = 0;
    for (int at = 0; at < text.length(); tokens++) {
      at = end(text, at);
    }
    return tokens;
  }

  /** Where each token of a text ends; the tokens put together are the text. */
  public int[] ends(CharSequence text) {
    int[] ends = new int[16];
    int tokens = 0;
    for (int at = 0; at < text.length(); tokens++) {
      at = end(text, at);
      if (tokens == ends.length) {
        ends = Arrays.copyOf(ends, tokens * 2);
      }
      ends[tokens] = at;
    }
    return Arrays.copyOf(ends, tokens);
  }

  private int end(CharSequence text, int start) {
    int length = text.length();
    char first = text.charAt(start);
    if (Character.isWhitespace(first)) {
      int next = start + 1;
      if (first == ' ' && next < length && isWord(text.charAt(next))) {
        return wordEnd(text, next);
      }
      while (next < length && Character.isWhitespace(text.charAt(next))) {
        next++;
      }
      return next;
    }
    if (isWord(first)) {
      return wordEnd(text, start);
    }
    boolean pair =
        Character.isHighSurrogate(first)
            && start + 1 < length
            && Character.isLowSurrogate(text.charAt(start + 1));
    return pair ? start + 2 : start + 1;
  }

  private int wordEnd(CharSequence text, int start) {
    int limit = Math.min(text.length(), start + width);
    int at = start + 1;
    while (at < limit && isWord(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isWord(char c) {
    if (c < 128) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
    return Character.isLetterOrDigit(c);
  }

  /**
   * What a prompt is billed at. Models of OpenAI's family and {@code echo} are billed as counted;
   * for others the count is off by a factor between 0.85 and 1.15 that the seed and the prompt
   * decide, since nobody outside knows their tokenizer. Never more than the bytes of the request.
   */
  public static int billed(String model, int counted, int requestBytes, long seed) {
    if (isPublic(model)) {
      return Math.min(counted, requestBytes);
    }
    long mixed = Seeds.mix(seed ^ model.hashCode() ^ ((long) counted << 32) ^ requestBytes);
    long factor = FACTOR_LOWEST + Math.floorMod(mixed, FACTOR_RANGE);
    return (int) Math.min(counted * factor / 1000, requestBytes);
  }

  private static boolean isPublic(String model) {
    String bare = model.substring(model.lastIndexOf('/') + 1);
    boolean oSeries =
        bare.length() > 1 && bare.charAt(0) == 'o' && Character.isDigit(bare.charAt(1));
    return oSeries
        || bare.equals("echo")
        || bare.startsWith("gpt-")
        || bare.startsWith("chatgpt-")
        || bare.startsWith("text-embedding-");
  }
}
