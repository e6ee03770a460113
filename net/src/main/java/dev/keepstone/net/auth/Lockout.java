package dev.keepstone.net.auth;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who has guessed wrong too often, by one kind of name: addresses, or accounts. Holds so many at
 * most; when it is full, who failed longest ago is forgotten, locked or not. To be forgotten early
 * so takes as many failures of others as the table is long, each of which costs a password hash.
 *
 * <p>Not thread safe. Time comes in from outside.
 */
public final class Lockout {
  /** The newest failures of one, in a ring, and until when it is locked. */
  private static final class Entry {
    final long[] failedNs;
    int failures;
    long lockedUntilNs;
    boolean isLocked;

    Entry(int capacity) {
      failedNs = new long[capacity];
    }
  }

  private final LockoutConfig config;

  /** Who failed longest ago comes first. */
  private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, false);

  public Lockout(LockoutConfig config) {
    this.config = config;
  }

  /** For how long a try is still refused; 0: it may be made. */
  public long lockedForNs(String who, long nowNs) {
    Entry entry = entries.get(who);
    if (entry == null || !entry.isLocked) {
      return 0;
    }
    long leftNs = entry.lockedUntilNs - nowNs;
    if (leftNs <= 0) {
      entries.remove(who);
      return 0;
    }
    return leftNs;
  }

  /**
   * A wrong guess: nothing else may be counted here, a store that is away least of all.
   *
   * @return whether that was one too many
   */
  public boolean onFailure(String who, long nowNs) {
    Entry entry = entries.remove(who);
    if (entry == null) {
      makeRoom();
      entry = new Entry(config.failures());
    }
    entries.put(who, entry);
    if (entry.isLocked) {
      return false; // a try that was under way when it was locked
    }
    int slot = entry.failures % config.failures();
    entry.failedNs[slot] = nowNs;
    entry.failures++;
    int oldest = entry.failures % config.failures();
    if (entry.failures >= config.failures()
        && nowNs - entry.failedNs[oldest] <= config.withinNs()) {
      entry.isLocked = true;
      entry.lockedUntilNs = nowNs + config.lockedNs();
      return true;
    }
    return false;
  }

  /** The right password: what was typed wrong before is forgotten. */
  public void onSuccess(String who) {
    Entry entry = entries.get(who);
    if (entry != null && !entry.isLocked) {
      entries.remove(who);
    }
  }

  /** How many are remembered now. */
  public int size() {
    return entries.size();
  }

  private void makeRoom() {
    if (entries.size() >= config.tableSize()) {
      Iterator<Map.Entry<String, Entry>> eldest = entries.entrySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }
}
