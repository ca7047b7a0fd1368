package dev.sluice.bench;

import dev.sluice.bench.mode.Peer;
import dev.sluice.bench.process.Machine;
import dev.sluice.bench.result.Conditions;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import picocli.CommandLine.Option;

/** Where a run finds and puts things; {@code bench/run} gives the hidden ones. */
final class PlaceOptions {

  @Option(names = "--root", hidden = true)
  private Path root = Path.of(".");

  @Option(names = "--app", hidden = true)
  private Path app = Path.of("bench", "target", "app");

  @Option(names = "--typed", hidden = true)
  private String typed = "bench/run";

  @Option(names = "--scratch", description = "Folder for data and logs; what is in it is deleted.")
  private Path scratch = Path.of("bench", "target", "bench-scratch");

  @Option(names = "--mock-port", description = "Of the simulator, 0 for a free one.")
  private int mockPort;

  @Option(names = "--clock-port", description = "Of the provider of streams, 0 for a free one.")
  private int clockPort;

  Settings.Places places() {
    Path absolute = root.toAbsolutePath().normalize();
    return new Settings.Places(absolute, absolute.resolve(app), absolute.resolve(scratch));
  }

  /** The command as it was typed, but for what may be secret. */
  String typed() {
    return typed
        .replaceAll("(--peer-key[= ])\\S+", "$1…")
        .replaceAll("(--peer-header[= ][^=\\s]+=)\\S+", "$1…");
  }

  /** What a run is made under, now. */
  Conditions conditions(Machine machine, int warmUpSeconds, int seconds, int rounds)
      throws InterruptedException {
    return new Conditions(
        typed(),
        ZonedDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm z")),
        Machine.commit(places().root()),
        machine,
        warmUpSeconds,
        seconds,
        rounds);
  }

  Bench open(List<Peer> peers) throws InterruptedException {
    return Bench.open(places(), peers, mockPort, clockPort);
  }
}
