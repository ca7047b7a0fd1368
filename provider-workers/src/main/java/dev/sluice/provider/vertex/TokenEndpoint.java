package dev.sluice.provider.vertex;

import java.net.URI;
import java.util.concurrent.CompletionStage;

/** Where tokens are given. */
interface TokenEndpoint {
  /** What it answered. */
  record Answer(int status, byte[] body) {}

  /** Sends a form; fails where there is no answer. Never blocks. */
  CompletionStage<Answer> ask(URI address, String form);
}
