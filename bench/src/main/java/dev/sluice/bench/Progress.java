package dev.sluice.bench;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/** Tells on standard output what a run is doing. */
final class Progress {

  private Progress() {}

  static void say(String what) {
    System.out.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + "  " + what);
    System.out.flush();
  }
}
