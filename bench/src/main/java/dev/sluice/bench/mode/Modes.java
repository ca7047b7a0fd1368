package dev.sluice.bench.mode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All modes of a run, in the order of the tables. */
public final class Modes {

  private static final int SIDE_BY_SIDE = 0;
  private static final int OWN_BROKER = 1;

  private Modes() {}

  /** The modes; {@code peers} are measured beside Sluice, in the same minutes. */
  public static List<Mode> of(
      Providers providers, SluiceModes sluice, List<Peer> peers, Path scratch) {
    BareModes bare = new BareModes(providers, scratch);
    List<Mode> modes = new ArrayList<>();
    modes.add(new Mode(Mode.DIRECT, "provider alone", SIDE_BY_SIDE, bare::direct));
    modes.add(new Mode(Mode.PROXY, "plain proxy, no Kafka", SIDE_BY_SIDE, bare::proxy));
    modes.add(new Mode(Mode.FLOOR, "floor, one process", SIDE_BY_SIDE, bare::floor));
    modes.add(new Mode(Mode.SLUICE, "Sluice, one process", SIDE_BY_SIDE, sluice::allInOne));
    for (Peer peer : peers) {
      modes.add(
          new Mode(
              peer.name(),
              peer.name(),
              SIDE_BY_SIDE,
              () -> new StartOutcome.Started(peer.subject(providers))));
    }
    modes.add(new Mode(Mode.FLOOR_SPLIT, "floor, broker apart", OWN_BROKER, bare::floorSplit));
    modes.add(new Mode(Mode.SLUICE_SPLIT, "Sluice, broker apart", OWN_BROKER, sluice::split));
    return modes;
  }
}
