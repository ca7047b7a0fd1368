package dev.sluice.bench;

import dev.sluice.bench.mode.Mode;
import dev.sluice.bench.mode.Modes;
import dev.sluice.bench.mode.Peer;
import dev.sluice.bench.mode.Providers;
import dev.sluice.bench.mode.SluiceModes;
import java.nio.file.Path;
import java.util.List;

/** What every run needs: the providers, the modes, a folder for data and logs. */
final class Bench implements AutoCloseable {

  private final Settings.Places places;
  private final Providers providers;
  private final SluiceModes sluice;
  private final List<Mode> modes;

  private Bench(Settings.Places places, Providers providers, SluiceModes sluice, List<Mode> modes) {
    this.places = places;
    this.providers = providers;
    this.sluice = sluice;
    this.modes = modes;
  }

  /** Starts the providers. Data of a run before is deleted. */
  static Bench open(Settings.Places places, List<Peer> peers, int mockPort, int clockPort)
      throws InterruptedException {
    Path scratch = places.scratch();
    Scratch.prepare(scratch);
    Providers providers = Providers.start(mockPort, clockPort, scratch);
    SluiceModes sluice = new SluiceModes(providers, places.script(), places.app(), scratch);
    return new Bench(places, providers, sluice, Modes.of(providers, sluice, peers, scratch));
  }

  Settings.Places places() {
    return places;
  }

  Providers providers() {
    return providers;
  }

  SluiceModes sluice() {
    return sluice;
  }

  List<Mode> modes() {
    return modes;
  }

  /** Stops the providers; data is deleted, logs stay. */
  @Override
  public void close() {
    providers.close();
    Scratch.dropData(places.scratch());
  }
}
