package dev.keepstone.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keepstone.bench.load.LoadAddress;
import dev.keepstone.bench.load.RespSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The instrument itself: it forgets what was not synced, and nothing else. */
class PowerCutTest {
  private static final int WRITES = 200;

  @TempDir private Path home;

  @BeforeEach
  void needsCompilerAndRedis() {
    String missing = PowerCutShim.missing();
    assumeTrue(missing == null, "skipped: " + missing);
  }

  private RespSocket connect(CutRedis redis) {
    return RespSocket.connect(LoadAddress.parse(redis.uri()));
  }

  private void write(CutRedis redis, int from, int to) {
    try (RespSocket socket = connect(redis)) {
      for (int i = from; i < to; i++) {
        assertThat(socket.ask("SET", "key:" + i, "x".repeat(100))).isEqualTo("OK");
      }
    }
  }

  private long keys(CutRedis redis) {
    try (RespSocket socket = connect(redis)) {
      return socket.ask("DBSIZE") instanceof Long keys ? keys : -1;
    }
  }

  @Test
  void whatWasSyncedSurvivesEveryCut() {
    try (CutRedis redis = new CutRedis(home.resolve("cut"), "always")) {
      redis.start();
      write(redis, 0, WRITES);
      redis.cut();
      redis.start();
      assertThat(keys(redis)).isEqualTo(WRITES);
      write(redis, WRITES, 2 * WRITES);
      redis.cut();
      redis.start();
      assertThat(keys(redis)).isEqualTo(2 * WRITES);
    }
  }

  @Test
  void whatWasNeverSyncedIsForgotten() {
    try (CutRedis redis = new CutRedis(home.resolve("cut"), "no")) {
      redis.start();
      write(redis, 0, WRITES);
      redis.cut();
      redis.start();
      assertThat(keys(redis)).isZero();
    }
  }

  @Test
  void aRewrittenLogSurvivesToo() {
    try (CutRedis redis = new CutRedis(home.resolve("cut"), "always")) {
      redis.start();
      write(redis, 0, WRITES);
      try (RespSocket socket = connect(redis)) {
        socket.ask("BGREWRITEAOF");
        assertThat(
                Pauses.until(
                    () ->
                        socket.askText("INFO", "persistence").contains("aof_rewrite_in_progress:0")
                            && socket
                                .askText("INFO", "persistence")
                                .contains("aof_rewrite_scheduled:0"),
                    java.time.Duration.ofSeconds(20)))
            .isTrue();
      }
      write(redis, WRITES, 2 * WRITES);
      redis.cut();
      redis.start();
      assertThat(keys(redis)).isEqualTo(2 * WRITES);
    }
  }
}
