package dev.keepstone.net.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.net.auth.KdfParameters.Kdf;
import dev.keepstone.net.auth.PasswordPool.Outcome;
import dev.keepstone.net.auth.PasswordPool.Result;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.CachedNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PasswordPoolTest {
  private static final byte[] PASSWORD = "correct horse".getBytes(UTF_8);
  private static final KdfParameters LIGHT = new KdfParameters(Kdf.ARGON2ID, 64, 1, 1);

  private final CachedNanoClock clock = new CachedNanoClock();
  private final PasswordPool pool =
      new PasswordPool(
          new PasswordConfig(LIGHT, 1, 1, 25_000),
          new PasswordHashing(LIGHT, new SecureRandom()),
          this::now);
  private final CountDownLatch occupied = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  private volatile boolean isGated;

  @AfterEach
  void close() {
    release.countDown();
    pool.close();
  }

  @Test
  void hashesAndVerifies() {
    Result hashed = pool.hash(PASSWORD).join();

    assertThat(hashed.outcome()).isEqualTo(Outcome.HASHED);
    assertThat(pool.verify(PASSWORD, hashed.phc()).join().outcome()).isEqualTo(Outcome.MATCH);
    assertThat(pool.verify("wrong".getBytes(UTF_8), hashed.phc()).join().outcome())
        .isEqualTo(Outcome.MISMATCH);
    assertThat(pool.verify(PASSWORD, "no hash").join().outcome()).isEqualTo(Outcome.CORRUPT);
    assertThat(pool.verify(PASSWORD, null).join().outcome()).isEqualTo(Outcome.MISMATCH);
    assertThat(pool.doneCount()).isEqualTo(5);
  }

  @Test
  void answersBusyWhenTheQueueIsFull() throws Exception {
    occupyTheThread();
    CompletableFuture<Result> waiting = pool.hash(PASSWORD);

    Result third = pool.hash(PASSWORD).join();

    assertThat(third.outcome()).isEqualTo(Outcome.BUSY);
    assertThat(pool.busyCount()).isEqualTo(1);
    assertThat(pool.queueLength()).isEqualTo(1);
    release.countDown();
    assertThat(waiting.join().outcome()).isEqualTo(Outcome.HASHED);
  }

  @Test
  void givesUpWhatHasWaitedTooLong() throws Exception {
    occupyTheThread();
    CompletableFuture<Result> waiting = pool.hash(PASSWORD);

    clock.advance(TimeUnit.MILLISECONDS.toNanos(25_001));
    release.countDown();

    assertThat(waiting.join().outcome()).isEqualTo(Outcome.EXPIRED);
    // The job that occupied the thread looked at the clock after the release, too.
    assertThat(pool.expiredCount()).isEqualTo(2);
  }

  /** A pool thread looks at the clock before it works: there it stays until the release. */
  private void occupyTheThread() throws InterruptedException {
    isGated = true;
    var unused = pool.hash(PASSWORD);
    assertThat(occupied.await(5, TimeUnit.SECONDS)).isTrue();
  }

  private long now() {
    if (Thread.currentThread().getName().startsWith("keepstone-password") && isGated) {
      occupied.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return clock.nanoTime();
  }
}
