package dev.keepstone.ecs.rule;

/**
 * The world's only source of randomness: SplitMix64 (Steele, Lea, Flood: Fast splittable
 * pseudorandom number generators, OOPSLA 2014). Its whole state is one number, which the world's
 * hash covers.
 */
public final class SeededRandom {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  public SeededRandom(long seed) {
    state = seed;
  }

  /** Same state, same future. */
  public long state() {
    return state;
  }

  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /**
   * Draws a whole number.
   *
   * @param bound above 0
   * @return 0 .. bound-1; the bias is below bound / 2^32
   */
  public int nextInt(int bound) {
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  /** Returns in [0, 1) */
  public float nextFloat() {
    return (nextLong() >>> 40) * 0x1p-24f;
  }

  /** The finalizer of SplitMix64: spreads every bit of the input over the whole output. */
  public static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
