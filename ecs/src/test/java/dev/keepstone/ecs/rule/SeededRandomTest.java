package dev.keepstone.ecs.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeededRandomTest {
  @Test
  void isSplitMix64() {
    SeededRandom ours = new SeededRandom(42);
    SplittableRandom reference = new SplittableRandom(42);
    for (int i = 0; i < 1000; i++) {
      assertThat(ours.nextLong()).isEqualTo(reference.nextLong());
    }
  }

  @Test
  void staysWithinItsBounds() {
    SeededRandom random = new SeededRandom(7);
    boolean[] seen = new boolean[10];
    for (int i = 0; i < 1000; i++) {
      seen[random.nextInt(10)] = true;
      assertThat(random.nextFloat()).isGreaterThanOrEqualTo(0).isLessThan(1);
      assertThat(random.nextInt(1)).isZero();
    }
    assertThat(seen).containsOnly(true);
  }
}
