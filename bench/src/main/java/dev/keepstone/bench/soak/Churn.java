package dev.keepstone.bench.soak;

import dev.keepstone.bench.crash.ServerRig;
import dev.keepstone.net.bot.BotConfig;
import dev.keepstone.net.bot.BotMode;
import dev.keepstone.net.bot.BotReport;
import dev.keepstone.net.bot.BotSwarm;
import dev.keepstone.net.client.ClientConfig;
import dev.keepstone.net.client.ClientDriver;
import dev.keepstone.net.client.GameClient;
import dev.keepstone.net.client.ServerKeyCheck;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Players who come in with their password, play for a moment, and leave in order; over and over.
 */
final class Churn implements Runnable {
  private static final int STAY_S = 5;
  private static final int ENTER_TIMEOUT_S = 60;

  private final ServerRig server;
  private final BotConfig config;
  private final BooleanSupplier isOver;
  private final AtomicInteger visits = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private volatile String why = "";

  Churn(ServerRig server, int players, int seed, BooleanSupplier isOver) {
    this.server = server;
    this.isOver = isOver;
    config =
        new BotConfig(
            players,
            STAY_S,
            seed,
            ENTER_TIMEOUT_S,
            BotMode.ECONOMY,
            server.config().content().zones().spawnZone().places());
  }

  @Override
  public void run() {
    ServerKeyCheck keys = ServerKeyCheck.pinned(server.key());
    while (!isOver.getAsBoolean()) {
      try (ClientDriver driver = new ClientDriver()) {
        BotReport report =
            new BotSwarm(
                    config,
                    handler ->
                        new GameClient(
                            driver, server.address(), keys, handler, ClientConfig.DEFAULT),
                    isOver,
                    (phase, playing, lost, left) -> {})
                .run();
        visits.addAndGet(report.saved());
        if (!isOver.getAsBoolean() && report.saved() < config.count()) {
          failed.addAndGet(config.count() - report.saved());
          why = report.problems().isEmpty() ? "" : report.problems().get(0);
        }
      }
    }
  }

  /** Visits that ended in order, with everything saved. */
  int visits() {
    return visits.get();
  }

  int failed() {
    return failed.get();
  }

  /** What the newest of those that failed said. */
  String why() {
    return why;
  }
}
