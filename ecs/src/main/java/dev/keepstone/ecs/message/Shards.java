package dev.keepstone.ecs.message;

/**
 * Spreads ids over the 64 shards in which rows are walked and keys are tagged. The result is part
 * of every stored key: changing the mix makes all records unfindable.
 */
public final class Shards {
  /** Shards are numbered 0 to COUNT - 1. */
  public static final int COUNT = 64;

  private Shards() {}

  /** The shard of an id: the low bits of the 64-bit finaliser of MurmurHash3. */
  public static int of(long id) {
    long mixed = id;
    mixed ^= mixed >>> 33;
    mixed *= 0xff51afd7ed558ccdL;
    mixed ^= mixed >>> 33;
    mixed *= 0xc4ceb9fe1a85ec53L;
    mixed ^= mixed >>> 33;
    return (int) mixed & (COUNT - 1);
  }
}
