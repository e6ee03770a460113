package dev.keepstone.bench.crash;

import dev.keepstone.bench.load.LoadException;
import java.util.List;

/**
 * What a run shall do.
 *
 * @param cycles kills
 * @param bots players
 * @param fsync "always" or "everysec", of the embedded Redis
 * @param seed of the moments, the targets and the bots
 */
record CrashPlan(int cycles, int bots, KillTarget target, String fsync, long seed) {
  private static final int MAX_BOTS = 1_000;
  private static final int BOT_SEEDS = 46_656;

  CrashPlan {
    if (cycles < 1 || bots < 1 || bots > MAX_BOTS) {
      throw new LoadException(
          "--cycles "
              + cycles
              + " --bots "
              + bots
              + ": give at least 1 cycle, and 1 to "
              + MAX_BOTS
              + " bots");
    }
    if (!fsync.equals("always") && !fsync.equals("everysec")) {
      throw new LoadException("--fsync is " + fsync + "; use always or everysec");
    }
  }

  /** Whether a kill of Redis may rightly cost the last second. */
  boolean mayLose() {
    return fsync.equals("everysec");
  }

  int botSeed() {
    return (int) Math.floorMod(seed, (long) BOT_SEEDS);
  }

  /** As many as must be back. */
  int mostBots() {
    return (bots * 95 + 99) / 100;
  }

  /** The server's configuration, where it is not as shipped. */
  List<String> settings() {
    return List.of(
        // Short, so that there is something on its way at any moment.
        "keepstone.ecs.flush-window-ticks = 100",
        "keepstone.persistence.embedded.append-fsync = " + fsync);
  }
}
