package dev.sluice.proofs.stock;

/**
 * A library that calls models, used as its users do, unchanged but for base URL and key. Each call
 * blocks and throws what the library throws.
 */
interface Library extends AutoCloseable {
  /** One question and its answer. */
  Said chat(String model, String prompt);

  /** The same, piece by piece. */
  Said stream(String model, String prompt);

  /** A question about a picture. */
  Said image(String model, String prompt, byte[] png);

  /** An answer in the form of a {@link City}: its name. */
  String structured(String model, String prompt);

  /** Offers a tool and gives results until the answer comes in words. */
  ToolLoop tools(String model, String prompt);

  /** Begins a stream and leaves after its first words. */
  void leave(String model, String prompt);

  /** The type of the library's error for a status. */
  Class<? extends Exception> error(int status);

  /** Whether it waits as long as it is told to; others wait as long as they think right. */
  default boolean heedsRetryAfter() {
    return false;
  }

  @Override
  void close();
}
