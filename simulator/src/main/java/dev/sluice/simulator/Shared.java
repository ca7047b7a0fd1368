package dev.sluice.simulator;

import dev.sluice.simulator.bill.Bill;
import dev.sluice.simulator.bill.Prices;
import dev.sluice.simulator.bill.Tokenizer;
import dev.sluice.simulator.fault.Behaviour;
import dev.sluice.simulator.fault.FaultDraw;
import dev.sluice.simulator.playback.RecordingLibrary;

/** What all event loops of a simulator have in common; all of it is safe to share. */
record Shared(
    Bill bill,
    Prices prices,
    Tokenizer tokenizer,
    RecordingLibrary library,
    FaultDraw draw,
    Start start) {

  /** What was known at the start. */
  record Start(Behaviour behaviour, boolean playsOnly, long startedMs) {}

  Behaviour behaviour() {
    return start.behaviour();
  }

  boolean playsOnly() {
    return start.playsOnly();
  }

  long startedMs() {
    return start.startedMs();
  }
}
