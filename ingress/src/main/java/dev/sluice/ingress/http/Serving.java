package dev.sluice.ingress.http;

/** Whether requests are taken. */
public interface Serving {
  /** What the process does with new requests just now; asked for each, so it must be quick. */
  State state();

  /** See {@link #state()}. */
  sealed interface State {
    /** They are taken. */
    record Open() implements State {
      public static final Open INSTANCE = new Open();
    }

    /** The process cannot serve yet. */
    record NotReady(String reason) implements State {}

    /** The process is about to end. */
    record Draining() implements State {
      public static final Draining INSTANCE = new Draining();
    }
  }
}
