package dev.keepstone.persistence.store.memory;

import dev.keepstone.persistence.store.GroundEntry;
import java.util.List;

/** Lets tests look at what lies in a zone without a claim, which would change it. */
public final class GroundPeek {
  private GroundPeek() {}

  /** All entries, by id. */
  public static List<GroundEntry> entries(MemoryStore store, int zone) {
    synchronized (store) {
      return store.ground(zone).entries();
    }
  }
}
