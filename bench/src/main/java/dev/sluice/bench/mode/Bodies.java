package dev.sluice.bench.mode;

import java.time.Duration;

/** What is asked: short questions, so that the gateway is measured and not the copying of bytes. */
public final class Bodies {

  /** For whole replies, from the simulator. */
  public static final String JSON_MODEL = "openai/gpt-4o-mini";

  /** For streams, from the provider that tells the time. */
  public static final String STREAM_MODEL = "clock/clock";

  /** Tokens of a whole reply. */
  public static final int OUTPUT_TOKENS = 32;

  /** Pieces of a stream. */
  public static final int PIECES = 200;

  /** Milliseconds from one piece of a stream to the next. */
  public static final int PERIOD_MILLIS = 20;

  /** From the first piece of a stream to the last. */
  public static final Duration STREAM_LENGTH = Duration.ofMillis((long) PIECES * PERIOD_MILLIS);

  private static final String TEXT =
      "Describe in a few sentences how the water of a river finds its way from the mountains to the"
          + " sea, and name three things that grow along it.";

  private Bodies() {}

  /** Asks for a whole reply. */
  public static String json(String model) {
    return "{\"model\":\"" + model + "\",\"messages\":" + messages() + ",\"max_tokens\":64}";
  }

  /** Asks for a whole reply in Anthropic's dialect. */
  public static String messages(String model) {
    return "{\"model\":\""
        + model
        + "\",\"system\":\"You are a helpful assistant.\",\"messages\":[{\"role\":\"user\","
        + "\"content\":\""
        + TEXT
        + "\"}],\"max_tokens\":64}";
  }

  /** Asks for a whole reply in the name of a user, with a tag. */
  public static String ofUser(String model) {
    return "{\"model\":\""
        + model
        + "\",\"messages\":"
        + messages()
        + ",\"max_tokens\":64,\"user\":\"ada\",\"metadata\":{\"feature\":\"search\"}}";
  }

  /** Asks for a stream. */
  public static String stream(String model) {
    return "{\"model\":\""
        + model
        + "\",\"stream\":true,\"messages\":"
        + messages()
        + ",\"max_tokens\":512}";
  }

  private static String messages() {
    return "[{\"role\":\"system\",\"content\":\"You are a helpful assistant.\"},"
        + "{\"role\":\"user\",\"content\":\""
        + TEXT
        + "\"}]";
  }
}
