package dev.keepstone.bench.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/**
 * While it is open the vaults' log is off: in a simulation every line of it was caused on purpose.
 */
public final class QuietLog implements AutoCloseable {
  private final org.slf4j.Logger logger = LoggerFactory.getLogger("dev.keepstone.persistence");
  private final Level before;

  /** Turns it off. */
  public QuietLog() {
    before = logger instanceof Logger own && own.getLevel() != null ? own.getLevel() : Level.INFO;
    set(Level.OFF);
  }

  @Override
  public void close() {
    set(before);
  }

  private void set(Level level) {
    if (logger instanceof Logger own) {
      own.setLevel(level);
    }
  }
}
