package dev.keepstone.net.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LockoutTest {
  private static final long S = TimeUnit.SECONDS.toNanos(1);

  /** A monotonic clock may start anywhere, also just before it wraps. */
  private static final long START_NS = Long.MAX_VALUE - 30 * S;

  private final Lockout lockout = new Lockout(new LockoutConfig(5, 60 * S, 300 * S, 3));

  @Test
  void locksAtTheFifthFailureWithinAMinuteForFive() {
    for (int i = 0; i < 4; i++) {
      assertThat(lockout.onFailure("ada", START_NS + i * 15L * S)).isFalse();
      assertThat(lockout.lockedForNs("ada", START_NS + i * 15L * S)).isZero();
    }
    long lockedNs = START_NS + 60 * S;
    assertThat(lockout.onFailure("ada", lockedNs)).isTrue();

    assertThat(lockout.lockedForNs("ada", lockedNs)).isEqualTo(300 * S);
    assertThat(lockout.lockedForNs("ada", lockedNs + 299 * S)).isEqualTo(S);
    assertThat(lockout.lockedForNs("bob", lockedNs)).isZero();
    assertThat(lockout.lockedForNs("ada", lockedNs + 300 * S)).isZero();
    assertThat(lockout.onFailure("ada", lockedNs + 301 * S)).as("counts anew").isFalse();
  }

  @Test
  void neverLocksWhoFailsSlowly() {
    for (int i = 0; i < 100; i++) {
      assertThat(lockout.onFailure("ada", START_NS + i * 16L * S)).isFalse();
    }
  }

  @Test
  void forgetsFailuresWhenThePasswordIsRight() {
    for (int i = 0; i < 4; i++) {
      lockout.onFailure("ada", START_NS);
    }
    lockout.onSuccess("ada");

    assertThat(lockout.onFailure("ada", START_NS)).isFalse();
  }

  @Test
  void aTryUnderWayDoesNotUnlock() {
    for (int i = 0; i < 5; i++) {
      lockout.onFailure("ada", START_NS);
    }
    lockout.onSuccess("ada");
    lockout.onFailure("ada", START_NS + S);

    assertThat(lockout.lockedForNs("ada", START_NS + S)).isEqualTo(299 * S);
  }

  @Test
  void holdsNoMoreThanItsTable() {
    for (int i = 0; i < 1_000; i++) {
      lockout.onFailure("somebody" + i, START_NS);
      assertThat(lockout.size()).isLessThanOrEqualTo(3);
    }
    lockout.onFailure("somebody998", START_NS);
    lockout.onFailure("new", START_NS);
    lockout.onFailure("newer", START_NS);
    for (int i = 0; i < 3; i++) {
      assertThat(lockout.onFailure("somebody998", START_NS))
          .as("still remembered")
          .isEqualTo(i == 2);
    }
  }
}
