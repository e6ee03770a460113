package dev.keepstone.bench.jmh.table;

import java.util.SplittableRandom;

/** The same seeded velocities for every contender, -0.1 to 0.1 tiles a pass, in order of rows. */
final class Velocities {
  private static final int SEED = 7;

  private final SplittableRandom random = new SplittableRandom(SEED);

  float next() {
    return (random.nextInt(201) - 100) / 1_000f;
  }
}
