package dev.sluice.provider.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.util.concurrent.Executor;

/**
 * One event loop and the connections that live on it. What a call does happens on its lane.
 *
 * @param client to be used on the lane's own thread alone, so that its connections are made there
 */
public record Lane(Vertx vertx, Context context, HttpClient client) implements Executor {
  /** Runs the task on the lane's thread, now if this is it, else soon. Never blocks. */
  @Override
  public void execute(Runnable task) {
    context.runOnContext(ignored -> task.run());
  }
}
