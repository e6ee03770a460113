package dev.keepstone.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrendTest {
  private static Trend of(double start, double slope, double noise, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Trend trend = new Trend("heap", "MiB", 1);
    for (int i = 0; i < 30; i++) {
      trend.add(i * 0.5, start + slope * i * 0.5 + noise * (random.nextDouble() - 0.5));
    }
    return trend;
  }

  @Test
  void aSteadyClimbGrows() {
    Trend trend = of(100, 2, 5, 1);
    assertThat(trend.slope()).isCloseTo(2, within(0.3));
    assertThat(trend.grows()).isTrue();
    assertThat(trend.line()).contains("GROWS");
  }

  @Test
  void noiseIsFlat() {
    for (int seed = 0; seed < 100; seed++) {
      assertThat(of(100, 0, 10, seed).grows()).as("seed=" + seed).isFalse();
    }
  }

  @Test
  void aFallAndATrifleAreFlat() {
    assertThat(of(100, -2, 1, 1).grows()).isFalse();
    assertThat(of(100, 0.05, 0.01, 1).grows()).isFalse();
  }

  @Test
  void fewSamplesProveNothing() {
    Trend trend = new Trend("keys", "keys", 1);
    for (int i = 0; i < 5; i++) {
      trend.add(i, 100 * i);
    }
    assertThat(trend.grows()).isFalse();
    assertThat(trend.line()).contains("not judged");
  }
}
