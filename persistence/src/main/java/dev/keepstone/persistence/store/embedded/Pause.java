package dev.keepstone.persistence.store.embedded;

import dev.keepstone.persistence.store.StoreException;

/** Waiting for a process is the one thing here that has no event to wait for. */
final class Pause {
  private Pause() {}

  /** Sleeps; an interrupt ends the start or stop that it interrupted. */
  static void forMs(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(
          StoreException.Reason.NOT_STARTED, "interrupted while waiting for Redis", e);
    }
  }
}
