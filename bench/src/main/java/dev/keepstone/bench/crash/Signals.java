package dev.keepstone.bench.crash;

import dev.keepstone.bench.load.LoadException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Signals to processes that this run has started, by their id. */
public final class Signals {
  private static final long TIMEOUT_S = 10;

  private Signals() {}

  /** Ends it at once, without a chance to write anything. */
  public static void kill(long pid) {
    send("KILL", pid);
  }

  /** Lets it stand still until {@link #go}. */
  static void stop(long pid) {
    send("STOP", pid);
  }

  static void go(long pid) {
    send("CONT", pid);
  }

  /** Asks it to end in order. */
  public static void terminate(long pid) {
    send("TERM", pid);
  }

  private static void send(String name, long pid) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-s", name, Long.toString(pid))
              .redirectErrorStream(true)
              .start();
      if (!kill.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
        throw new LoadException("kill does not end: signal=" + name + " pid=" + pid);
      }
      // A process that has just ended by itself is as good as killed.
    } catch (IOException e) {
      throw new LoadException("kill can't be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadException("interrupted", e);
    }
  }
}
