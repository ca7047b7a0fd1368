package dev.sluice.provider.consume;

import dev.sluice.provider.calls.AttemptCall;
import dev.sluice.schemas.error.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The calls that run here, by request. Safe for any thread. */
public final class RunningCalls {
  private final Map<String, List<AttemptCall>> byRequest = new ConcurrentHashMap<>();

  void add(AttemptCall call) {
    byRequest.merge(
        call.attempt().requestId(),
        List.of(call),
        (some, more) -> {
          List<AttemptCall> all = new ArrayList<>(some);
          all.addAll(more);
          return List.copyOf(all);
        });
  }

  void remove(AttemptCall call) {
    byRequest.computeIfPresent(
        call.attempt().requestId(),
        (request, calls) -> {
          List<AttemptCall> left = calls.stream().filter(other -> other != call).toList();
          return left.isEmpty() ? null : left;
        });
  }

  /**
   * Ends the calls of a request.
   *
   * @param attemptId only this one; empty for all of them
   */
  public void cancel(String requestId, String attemptId) {
    for (AttemptCall call : byRequest.getOrDefault(requestId, List.of())) {
      if (attemptId.isEmpty() || call.attempt().id().equals(attemptId)) {
        call.abort(ErrorKind.CANCELLED, "The request was cancelled.");
      }
    }
  }

  /** Ends all calls. */
  public void abortAll(ErrorKind kind, String reason) {
    byRequest.values().forEach(calls -> calls.forEach(call -> call.abort(kind, reason)));
  }

  public boolean isEmpty() {
    return byRequest.isEmpty();
  }
}
