package dev.keepstone.persistence.vault;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * How the vault's thread rests between cycles without work: a little at first, then longer and
 * longer. While saves are in flight their answers come within some 100 us, and a thread that slept
 * a whole millisecond each time would wait longer for itself than for the store ({@code
 * docs/benchmarks.md} has the figures); when nothing is in flight it wakes a thousand times a
 * second.
 */
public final class VaultIdle {
  private static final long SPINS = 1;
  private static final long YIELDS = 1;
  private static final long FIRST_NS = 20_000;
  private static final long LAST_NS = 1_000_000;

  private VaultIdle() {}

  /** A new one, for one thread. */
  public static IdleStrategy strategy() {
    return new BackoffIdleStrategy(SPINS, YIELDS, FIRST_NS, LAST_NS);
  }
}
