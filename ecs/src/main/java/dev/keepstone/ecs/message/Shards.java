package dev.keepstone.ecs.message;

/**
 * Which of the {@link #COUNT} shards a record belongs to. Part of the stored format: a record's key
 * carries its shard, so this function may never change.
 */
public final class Shards {
  public static final int COUNT = 64;

  private Shards() {}

  /**
   * Mixes the id (ids are handed out in blocks) with the finalizer of SplitMix64 and takes the top
   * six bits.
   *
   * @return 0 .. 63
   */
  public static int of(long id) {
    long z = (id ^ (id >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return (int) ((z ^ (z >>> 31)) >>> 58);
  }
}
