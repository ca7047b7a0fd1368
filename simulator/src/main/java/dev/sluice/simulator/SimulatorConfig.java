package dev.sluice.simulator;

import dev.sluice.simulator.fault.Behaviour;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What a simulator is started with.
 *
 * @param port 0 for any free port
 * @param behaviour how calls are treated that say nothing themselves
 * @param billEntries the most entries that the bill holds, 0 to keep no bill
 * @param lettersPerToken the widest token of the simulator's tokenizer, at least 4
 */
public record SimulatorConfig(
    String host,
    int port,
    int eventLoops,
    Behaviour behaviour,
    Playback playback,
    int billEntries,
    int lettersPerToken) {

  /** Entries that the bill holds where nothing is said. */
  public static final int DEFAULT_BILL_ENTRIES = 1_000_000;

  /** The widest token where nothing is said. */
  public static final int DEFAULT_LETTERS_PER_TOKEN = 4;

  public SimulatorConfig {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(behaviour, "behaviour");
    Objects.requireNonNull(playback, "playback");
    if (eventLoops < 1) {
      throw new IllegalArgumentException("at least one event loop is needed");
    }
    if (billEntries < 0) {
      throw new IllegalArgumentException("the bill cannot hold " + billEntries + " entries");
    }
  }

  /**
   * Where recorded exchanges come from.
   *
   * @param folder with recordings, a simulator generates nothing and plays only them
   * @param strict whether only requests that are recorded to the letter are answered
   */
  public record Playback(Optional<Path> folder, boolean strict) {

    /** Nothing is played. */
    public static final Playback NONE = new Playback(Optional.empty(), true);
  }

  /** A simulator on a free loopback port, without delay, with a bill, generating its answers. */
  public static SimulatorConfig defaults() {
    return new SimulatorConfig(
        "127.0.0.1",
        0,
        Math.min(2, Runtime.getRuntime().availableProcessors()),
        Behaviour.PLAIN,
        Playback.NONE,
        DEFAULT_BILL_ENTRIES,
        DEFAULT_LETTERS_PER_TOKEN);
  }

  /** The same on another address. */
  public SimulatorConfig withAddress(String otherHost, int otherPort) {
    return new SimulatorConfig(
        otherHost, otherPort, eventLoops, behaviour, playback, billEntries, lettersPerToken);
  }

  /** The same with another number of event loops. */
  public SimulatorConfig withEventLoops(int loops) {
    return new SimulatorConfig(
        host, port, loops, behaviour, playback, billEntries, lettersPerToken);
  }

  /** The same with another default behaviour. */
  public SimulatorConfig withBehaviour(Behaviour other) {
    return new SimulatorConfig(
        host, port, eventLoops, other, playback, billEntries, lettersPerToken);
  }

  /** The same, playing the recordings of a folder. */
  public SimulatorConfig withPlayback(Path folder, boolean strict) {
    Playback other = new Playback(Optional.of(folder), strict);
    return new SimulatorConfig(
        host, port, eventLoops, behaviour, other, billEntries, lettersPerToken);
  }

  /** The same with a bill of another size, 0 for none. */
  public SimulatorConfig withBillEntries(int entries) {
    return new SimulatorConfig(
        host, port, eventLoops, behaviour, playback, entries, lettersPerToken);
  }

  /** The same with a tokenizer of another width. */
  public SimulatorConfig withLettersPerToken(int letters) {
    return new SimulatorConfig(host, port, eventLoops, behaviour, playback, billEntries, letters);
  }
}
