package dev.sluice.simulator.dialect;

import dev.sluice.simulator.bill.Tokenizer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.Set;

/** One way of saying things on the wire. Implementations are stateless and safe for any thread. */
public interface Dialect {

  /** The name of the API, as recordings and the bill spell it. */
  String api();

  /** Whether its usage tells what is written to a cache for an hour from the rest. */
  default boolean tellsHours() {
    return false;
  }

  /** A reader of its calls. */
  CallReader reader(Tokenizer tokenizer);

  /** The most choices that a call may ask for. */
  int mostChoices();

  /** The answer to a call that does not prove whose it is, or empty where it does or need not. */
  default Optional<Answer.Whole> unproven(HttpServerRequest request, Buffer body, String serial) {
    return Optional.empty();
  }

  /** What is wrong with a call, or empty where it can be answered. */
  Optional<Refusal> complaint(ChatCall call);

  /**
   * Puts a reply into words.
   *
   * @param withUsage false leaves the usage out although the caller may expect it
   */
  Answer answer(Reply reply, Ask ask, boolean withUsage);

  /** Puts an error into words. */
  Answer.Whole refuse(Refusal refusal, String serial);

  /** The event that ends a stream that went wrong on the provider's side. */
  Buffer failureEvent();

  /** An event whose JSON stops in the middle. */
  Buffer brokenEvent();

  /** The list of models. */
  Buffer models(Set<String> names);
}
