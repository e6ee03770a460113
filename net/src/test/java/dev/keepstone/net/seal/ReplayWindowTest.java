package dev.keepstone.net.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ReplayWindowTest {
  @Test
  void agreesWithASetOfAllNumbers() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    ReplayWindow window = new ReplayWindow();
    Set<Long> accepted = new HashSet<>();
    long newest = -1;

    for (int i = 0; i < 100_000; i++) {
      int jump = random.nextInt(50) == 0 ? 200 : 3;
      long sequence = Math.max(0, newest + jump - random.nextInt(90));
      boolean expected = !accepted.contains(sequence) && sequence > newest - ReplayWindow.FRAMES;

      assertThat(window.isNew(sequence))
          .as("seed=%d step=%d sequence=%d newest=%d", seed, i, sequence, newest)
          .isEqualTo(expected);
      if (expected) {
        window.accept(sequence);
        accepted.add(sequence);
        newest = Math.max(newest, sequence);
      }
    }
  }

  @Test
  void neverTakesANegativeNumber() {
    ReplayWindow window = new ReplayWindow();

    assertThat(window.isNew(-1)).isFalse();
    assertThat(window.isNew(Long.MIN_VALUE)).isFalse();
    window.accept(0);
    assertThat(window.isNew(-1)).isFalse();
    assertThat(window.isNew(Long.MIN_VALUE)).isFalse();
  }
}
