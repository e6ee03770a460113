package dev.keepstone.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.bench.proxy.Fault;
import dev.keepstone.bench.proxy.FaultKind;
import dev.keepstone.bench.proxy.FaultProxy;
import dev.keepstone.bench.soak.ServerFigures;
import dev.keepstone.persistence.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real server and bots with an economy, while every fault in turn strikes between the server and
 * its Redis: ticks keep their time, and nothing is lost or doubled.
 */
class FaultsIT {
  private static final int BOTS = 12;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Half a tick. */
  private static final double P99_LIMIT_S = 0.025;

  @TempDir private Path home;

  @Test
  void ticksKeepTheirTimeAndNothingIsLost() {
    RunFolder folder = RunFolder.prepare(home.resolve("run"));
    try (OwnRedis redis = OwnRedis.start(folder.file("store"));
        FaultProxy proxy = FaultProxy.start("127.0.0.1", 0, redis.uri());
        ServerRig server =
            new ServerRig(
                folder,
                List.of("keepstone.ecs.flush-window-ticks = 40"),
                "redis://127.0.0.1:" + proxy.port());
        BotsRig bots = new BotsRig(folder, BOTS, 5)) {
      LedgerTail tail = new LedgerTail(folder.ledger());
      server.start();
      server.awaitReady();
      bots.start(server);
      awaitAll(tail);
      Pauses.ms(3_000);
      double undisturbedS = tickP99(server);

      strike(proxy, FaultKind.CUT_BEFORE, 5, Duration.ZERO, 3_000);
      strike(proxy, FaultKind.CUT_AFTER, 5, Duration.ZERO, 3_000);
      strike(proxy, FaultKind.TRUNCATE, 5, Duration.ZERO, 3_000);
      strike(proxy, FaultKind.DRIP, 5, Duration.ofMillis(20), 3_000);
      strike(proxy, FaultKind.DELAY_REPLY, 5, Duration.ofMillis(500), 3_000);
      // Longer than the server waits for an answer: it gives the link up.
      once(proxy, FaultKind.HALF_OPEN, Duration.ofSeconds(6), 7_000);
      once(proxy, FaultKind.DELAY_COMMAND, Duration.ofSeconds(6), 7_000);

      // Its worst is at least half a tick, or what this machine does without any fault.
      assertThat(tickP99(server)).isLessThan(Math.max(P99_LIMIT_S, 2 * undisturbedS));
      tail.read();
      tail.listenFrom(System.currentTimeMillis());
      awaitAll(tail);
      bots.freeze();
      Pauses.ms(500);
      tail.read();
      Findings findings;
      try (Store store = redis.open(server.config())) {
        findings = new StoreCheck(false).check(store, tail);
      } finally {
        bots.thaw();
      }
      assertThat(findings.evidence()).isEmpty();
      assertThat(findings.isSound()).isTrue();
      assertThat(tail.acknowledged()).isGreaterThan(10);
      assertThat(findings.compared()).isEqualTo(tail.acknowledged());
    }
  }

  private static void awaitAll(LedgerTail tail) {
    assertThat(
            Pauses.until(
                () -> {
                  tail.read();
                  return tail.heard() == BOTS;
                },
                PATIENCE))
        .as("only " + tail.heard() + " of " + BOTS + " bots were heard of")
        .isTrue();
  }

  /**
   * The fault before may have left the link to be built anew: this one lasts from its first hit.
   */
  private static void strike(
      FaultProxy proxy, FaultKind kind, int every, Duration delay, long forMs) {
    long before = proxy.plan().hits();
    proxy.plan().set(Fault.of(kind, "", delay).every(every));
    awaitHit(proxy, kind, before);
    Pauses.ms(forMs);
    proxy.plan().clear();
  }

  private static void once(FaultProxy proxy, FaultKind kind, Duration delay, long forMs) {
    long before = proxy.plan().hits();
    proxy.plan().set(Fault.once(kind, "", 3, delay, () -> {}));
    awaitHit(proxy, kind, before);
    Pauses.ms(forMs);
    proxy.plan().clear();
    assertThat(proxy.plan().hits()).as(kind.word() + " struck").isEqualTo(before + 1);
  }

  private static void awaitHit(FaultProxy proxy, FaultKind kind, long before) {
    assertThat(Pauses.until(() -> proxy.plan().hits() > before, PATIENCE))
        .as(kind.word() + " struck")
        .isTrue();
  }

  private static double tickP99(ServerRig server) {
    return ServerFigures.of(server.metricsPort()).sum("keepstone_tick_seconds{quantile=\"0.99\"");
  }
}
