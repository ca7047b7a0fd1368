package dev.sluice.schemas.config;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one kind of value is written.
 *
 * @param expected completes "expected …"
 * @param example completes "write …"
 * @param parse empty where the text is not of this form
 * @param nearest what somebody probably meant who wrote something else
 */
record ScalarForm<T>(
    String expected,
    String example,
    Function<String, Optional<T>> parse,
    Function<String, Optional<String>> nearest) {
  private static final Pattern WHOLE = Pattern.compile("[0-9](_?[0-9]){0,17}");
  private static final Pattern SPAN = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(B|KB|MB|GB|KiB|MiB|GiB)");
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,7}(\\.[0-9]{1,12})?");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_%-]{1,255}");
  private static final int HIGHEST_PORT = 65_535;

  static final ScalarForm<String> TEXT =
      new ScalarForm<>("text", "some text", text -> kept(text, !text.isBlank()));

  static final ScalarForm<String> HOST_NAME =
      new ScalarForm<>(
          "a host name or address", "127.0.0.1", text -> kept(text, HOST.matcher(text).matches()));

  static final ScalarForm<Boolean> FLAG =
      new ScalarForm<>("true or false", "true", ScalarForm::flag);

  static final ScalarForm<Integer> PORT =
      new ScalarForm<>(
          "a port from 0 to 65535",
          "8080",
          text -> whole(text).filter(port -> port <= HIGHEST_PORT).map(Long::intValue));

  static final ScalarForm<Duration> SPAN_OF_TIME =
      new ScalarForm<>(
          "a span of time with a unit (ms, s, m, h), longer than 0, at most 7 days",
          "30s",
          ScalarForm::span);

  static final ScalarForm<BigDecimal> PRICE =
      new ScalarForm<>(
          "USD per one million tokens, from 0 to 1000000, at most 12 decimals",
          "0.15",
          text ->
              DECIMAL.matcher(text).matches()
                  ? Optional.of(new BigDecimal(text))
                      .filter(usd -> usd.compareTo(BigDecimal.valueOf(1_000_000)) <= 0)
                  : Optional.empty());

  static final ScalarForm<URI> BASE_URL =
      new ScalarForm<>(
          "an address that begins with http:// or https://, names a host, has no user, password,"
              + " query or fragment, and no slash at its end",
          "https://api.example.com/v1",
          ScalarForm::baseUrl);

  static final ScalarForm<Instant> TIME =
      new ScalarForm<>("a time in UTC", "2027-01-31T00:00:00Z", ScalarForm::time);

  static final ScalarForm<ProviderType> PROVIDER_TYPE =
      new ScalarForm<>(
          "a type of API: openai, openai-compatible, anthropic, gemini, cohere, bedrock, vertex,"
              + " ollama or plugin:<name>",
          "openai",
          text -> ProviderType.of(text.equals("openai-compatible") ? "openai" : text));

  static final ScalarForm<ProviderApi> PROVIDER_API =
      oneOf("an API", List.of("chat", "responses"), ProviderApi::of);

  /** A form of which nothing is nearest. */
  ScalarForm(String expected, String example, Function<String, Optional<T>> parse) {
    this(expected, example, parse, text -> Optional.empty());
  }

  /** One of a few words; the first one is the example. */
  static <T> ScalarForm<T> oneOf(
      String what, List<String> words, Function<String, Optional<T>> parse) {
    int last = words.size() - 1;
    String listed = String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    return new ScalarForm<>(
        what + ": " + listed,
        words.getFirst(),
        parse,
        text -> NearestNames.of(text, words, 1).stream().findFirst());
  }

  static ScalarForm<Long> whole(long least, long most, String example) {
    return new ScalarForm<>(
        "a whole number from " + least + " to " + most,
        example,
        text -> whole(text).filter(n -> n >= least && n <= most));
  }

  static ScalarForm<Integer> count(int least, int most) {
    return new ScalarForm<>(
        "a whole number from " + least + " to " + most,
        Integer.toString(least),
        text -> whole(text).filter(n -> n >= least && n <= most).map(Long::intValue));
  }

  static ScalarForm<Long> bytes(long most, String mostText) {
    return new ScalarForm<>(
        "a size with a unit (B, KB, MB, GB, KiB, MiB, GiB), at least 1 B, at most " + mostText,
        "4MB",
        text -> size(text).filter(bytes -> bytes >= 1 && bytes <= most));
  }

  /** What to do about a text that is not of this form. */
  String remedy(String text) {
    return nearest
        .apply(text)
        .map(near -> "did you mean '" + near + "'?")
        .orElse("write for example " + example);
  }

  private static Optional<String> kept(String text, boolean good) {
    return good ? Optional.of(text) : Optional.empty();
  }

  private static Optional<Boolean> flag(String text) {
    return switch (text) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<Long> whole(String text) {
    return WHOLE.matcher(text).matches()
        ? Optional.of(Long.valueOf(text.replace("_", "")))
        : Optional.empty();
  }

  private static Optional<Duration> span(String text) {
    Matcher span = SPAN.matcher(text);
    if (!span.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(span.group(1));
    Duration parsed =
        switch (span.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          default -> Duration.ofHours(amount);
        };
    return Optional.of(parsed).filter(Spans::isInRange);
  }

  private static Optional<Long> size(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      return Optional.empty();
    }
    long unit =
        switch (size.group(2)) {
          case "B" -> 1L;
          case "KB" -> 1_000L;
          case "MB" -> 1_000_000L;
          case "GB" -> 1_000_000_000L;
          case "KiB" -> 1L << 10;
          case "MiB" -> 1L << 20;
          default -> 1L << 30;
        };
    return Optional.of(Long.parseLong(size.group(1)) * unit);
  }

  private static Optional<URI> baseUrl(String text) {
    try {
      URI url = new URI(text);
      return Names.baseUrlFault(url).isPresent() ? Optional.empty() : Optional.of(url);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
