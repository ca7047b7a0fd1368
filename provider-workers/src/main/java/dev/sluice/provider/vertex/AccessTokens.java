package dev.sluice.provider.vertex;

import dev.sluice.dialects.json.JsonCursor;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The access tokens of one service account. One is asked for when it is needed and kept until a
 * little before its end; who needs it meanwhile waits for the same answer. Where a new one is not
 * to be had the old one is used to its end. Safe for any thread.
 */
final class AccessTokens {
  private static final Duration EARLY = Duration.ofMinutes(5);
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final int LONGEST_WORDS = 200;

  private final ServiceAccount account;
  private final TokenEndpoint endpoint;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Granted current;
  private @Nullable CompletableFuture<Outcome> asked;

  AccessTokens(ServiceAccount account, TokenEndpoint endpoint, InstantSource clock) {
    this.account = account;
    this.endpoint = endpoint;
    this.clock = clock;
  }

  /** What came of asking. */
  sealed interface Outcome {}

  /** A token. */
  record Granted(String token, Instant renewAt, Instant endsAt) implements Outcome {
    @Override
    public String toString() {
      return "Granted[until " + endsAt + "]";
    }
  }

  /** None; the reason is for people and tells no secret. */
  record Refused(String reason) implements Outcome {}

  /** A token that is good now. */
  CompletableFuture<Outcome> token() {
    lock.lock();
    try {
      Granted known = current;
      if (known != null && clock.instant().isBefore(known.renewAt())) {
        return CompletableFuture.completedFuture(known);
      }
      CompletableFuture<Outcome> running = asked;
      if (running == null) {
        running = new CompletableFuture<>();
        asked = running;
        ask(running);
      }
      return running;
    } finally {
      lock.unlock();
    }
  }

  /** The last token, null before the first one. */
  @Nullable String last() {
    lock.lock();
    try {
      return current == null ? null : current.token();
    } finally {
      lock.unlock();
    }
  }

  private void ask(CompletableFuture<Outcome> waiting) {
    Instant now = clock.instant();
    CompletionStage<TokenEndpoint.Answer> answer;
    try {
      String form =
          "grant_type="
              + URLEncoder.encode(GRANT, StandardCharsets.UTF_8)
              + "&assertion="
              + account.assertion(now);
      answer = endpoint.ask(account.tokenUri(), form);
    } catch (RuntimeException e) {
      waiting.complete(settled(unreached(e)));
      return;
    }
    answer
        .handle((told, failure) -> told == null ? unreached(failure) : read(told, now))
        .exceptionally(this::unreached)
        .thenAccept(outcome -> waiting.complete(settled(outcome)));
  }

  private Outcome settled(Outcome outcome) {
    lock.lock();
    try {
      asked = null;
      Granted known = current;
      if (outcome instanceof Granted granted) {
        current = granted;
      } else if (known != null && clock.instant().isBefore(known.endsAt())) {
        return known;
      }
      return outcome;
    } finally {
      lock.unlock();
    }
  }

  private Outcome unreached(@Nullable Throwable failure) {
    Throwable cause = failure == null || failure.getCause() == null ? failure : failure.getCause();
    String kind = cause == null ? "no answer" : cause.getClass().getSimpleName();
    return new Refused(
        "the token endpoint " + account.tokenUri().getHost() + " cannot be reached (" + kind + ")");
  }

  private Outcome read(TokenEndpoint.Answer answer, Instant asOf) {
    String token = null;
    Long seconds = null;
    String error = null;
    String description = null;
    try (JsonCursor in = JsonCursor.ofObject(answer.body())) {
      while (in.nextField()) {
        switch (in.field()) {
          case "access_token" -> token = in.stringOrSkip();
          case "expires_in" -> seconds = in.longOrSkip();
          case "error" -> error = in.stringOrSkip();
          case "error_description" -> description = in.stringOrSkip();
          default -> in.skip();
        }
      }
    } catch (IOException e) {
      return refused(answer.status(), "its answer is not JSON");
    }
    if (answer.status() == 200 && token != null && isHeaderValue(token)) {
      Duration life = Duration.ofSeconds(seconds == null ? 0 : Math.clamp(seconds, 0, 86_400));
      Duration early = life.compareTo(EARLY.multipliedBy(2)) > 0 ? EARLY : life.dividedBy(2);
      Instant endsAt = asOf.plus(life.compareTo(SHORTEST) < 0 ? SHORTEST : life);
      return new Granted(token, endsAt.minus(early), endsAt);
    }
    String words = error == null ? "it gave no token" : error;
    return refused(answer.status(), description == null ? words : words + ", " + description);
  }

  private static boolean isHeaderValue(String token) {
    return !token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  private Outcome refused(int status, String words) {
    String cut = words.length() > LONGEST_WORDS ? words.substring(0, LONGEST_WORDS) : words;
    return new Refused(
        "the token endpoint "
            + account.tokenUri().getHost()
            + " refused the service account with status "
            + status
            + ": "
            + cut);
  }
}
