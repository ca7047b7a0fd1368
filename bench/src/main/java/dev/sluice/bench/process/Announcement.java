package dev.sluice.bench.process;

import java.io.IOException;

/** How the bench's own processes tell that they are ready; each ends when its parent is gone. */
public final class Announcement {

  /** Begins the line that a ready process prints; its address follows. */
  public static final String READY = "ready on ";

  private Announcement() {}

  /** Tells the address, and from then on ends the process when its standard input does. */
  public static void ready(String address) {
    System.out.println(READY + address);
    System.out.flush();
    Thread watch = new Thread(Announcement::awaitEndOfInput, "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  /** Tells why the process could not start, and ends it. */
  public static void failed(Throwable cause) {
    System.err.println("not started: " + cause);
    System.exit(1);
  }

  private static void awaitEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // What the parent writes means nothing; only its end does.
      }
    } catch (IOException e) {
      // A broken pipe is an end too.
    }
    System.exit(0);
  }
}
